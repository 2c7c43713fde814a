package io.quotagate.provider;

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

    /** True for what can stand in a header or a body: not empty, no control characters. */
    public static boolean isUsable(String secret) {
        return !secret.isEmpty() && secret.chars().noneMatch(Character::isISOControl);
    }

    /** Looks the secret up again; blocking. True where it is another usable one now; else the old one stays. */
    public boolean renew() {
        String found = source.get();
        if (found.equals(text) || !isUsable(found)) {
            return false;
        }
        text = found;
        return true;
    }

    @Override
    public String toString() {
        return "***";
    }
}
