package io.quotagate.api;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;

/** What is off until it is configured. */
final class Switches {

    /** Below all files, above the framework's own default. */
    static final int ORDINAL = 10;

    private Switches() {}

    static boolean isSet(ConfigSourceContext context, String key) {
        ConfigValue value = context.getValue(key);
        return value != null
                // A default is nobody's wish.
                && value.getConfigSourceOrdinal() > ORDINAL
                && value.getValue() != null
                && !value.getValue().isBlank();
    }
}
