package io.quotagate.quota;

/**
 * What a quota limits, e.g. {@code storage.stored}. An open set: a vendor may bring names of its own.
 *
 * @param name dotted, never blank
 */
public record Metric(String name) implements Comparable<Metric> {

    /** Bytes that are really there; reported by more than one vendor. */
    public static final Metric STORAGE_STORED = new Metric("storage.stored");

    public Metric {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a metric has a name");
        }
    }

    @Override
    public int compareTo(Metric other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
