package io.quotagate.quota;

/** Unit of an amount, by its UCUM code. */
public enum Unit {
    BYTE("By"),
    GIGABYTE("GBy"),
    GIGABYTE_DAY("GBy.d"),
    USER("{user}"),
    REQUEST("{request}"),
    VM("{vm}"),
    VCPU("{vcpu}"),
    GPU("{gpu}"),
    VOLUME("{volume}"),
    IMAGE("{image}"),
    SNAPSHOT("{snapshot}"),
    ONE("1");

    private final String code;

    Unit(String code) {
        this.code = code;
    }

    /** UCUM code as callers read it, e.g. {@code By}. */
    public String code() {
        return code;
    }
}
