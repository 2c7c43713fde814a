package io.quotagate.quota;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The vendor account behind a connection, as far as the vendor tells.
 *
 * @param id opaque; may exceed any integer type
 * @param plan the vendor's product type, opaque
 * @param features switched on or off by the vendor, by name
 */
public record Account(
        AccountState state,
        @Nullable String id,
        @Nullable String name,
        @Nullable String plan,
        Map<String, Boolean> features) {

    public static final Account UNKNOWN = of(AccountState.UNKNOWN);

    public Account {
        features = Collections.unmodifiableMap(new TreeMap<>(features));
    }

    public static Account of(AccountState state) {
        return new Account(state, null, null, null, Map.of());
    }
}
