package io.quotagate.provider;

import java.util.Objects;
import java.util.function.Supplier;

/** A secret of a connection. Prints as {@code ***}; its text is read only where a call is signed. */
public final class Credential {

    private final Supplier<String> source;
    private volatile String text;

    private Credential(Supplier<String> source) {
        this.source = source;
        this.text = source.get();
    }

    /** A secret that stands where it was written. */
    public static Credential of(String text) {
        return new Credential(() -> text);
    }

    /** A secret that is looked up again when a vendor refuses it, e.g. in a mounted file; the look-up may block. */
    public static Credential from(Supplier<String> source) {
        return new Credential(source);
    }

    /** The secret itself: for signing and logging in, never for a message. */
    public String reveal() {
        return text;
    }

    /** Looks the secret up again; blocking. True where it is another one now. */
    public boolean renew() {
        String before = text;
        text = source.get();
        return !Objects.equals(before, text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
