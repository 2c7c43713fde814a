package io.quotagate.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes metrics as OpenMetrics text.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
final class OpenMetrics {

    private final StringBuilder text = new StringBuilder(4_096);

    /** The labels of a metric, in the order in which they were given. */
    record Labels(Map<String, String> values) {

        static final Labels NONE = new Labels(Map.of());

        /** The same with one more; one without a value is none. */
        Labels with(String name, @Nullable String value) {
            if (value == null) {
                return this;
            }
            Map<String, String> more = new LinkedHashMap<>(values);
            more.put(name, value);
            return new Labels(more);
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** The kinds of metrics that are written. */
    enum Type {
        GAUGE,
        INFO,
        STATESET
    }

    /**
     * Begins a family.
     *
     * @param name without the suffix of its samples; its unit, where it has one, is its last part
     */
    void family(String name, Type type, @Nullable String unit, String help) {
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(type.name().toLowerCase(Locale.ROOT))
                .append('\n');
        if (unit != null) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
    }

    /** @param value decimal text */
    void sample(String name, Labels labels, String value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
    }

    byte[] end() {
        return text.append("# EOF\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }
}
