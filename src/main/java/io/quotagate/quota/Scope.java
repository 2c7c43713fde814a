package io.quotagate.quota;

import org.jspecify.annotations.Nullable;

/**
 * Where a quota applies.
 *
 * @param id the vendor's id of the scope; null where a connection has only one of this level
 * @param reported the scope that the vendor answered for, where it is another than the one asked for
 */
public record Scope(
        ScopeLevel level, @Nullable String id, @Nullable String reported) {

    public static Scope of(ScopeLevel level) {
        return new Scope(level, null, null);
    }

    public static Scope of(ScopeLevel level, String id) {
        return new Scope(level, id, null);
    }

    public Scope answeredFor(String region) {
        return new Scope(level, id, region);
    }
}
