package io.quotagate.provider;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a provider wants to know of a connection: read by the tenants file's validation and published as JSON Schema.
 *
 * @param settings all settings; others are refused
 * @param credentials the forms of authentication; exactly one must fit
 */
public record ConnectionSchema(List<Field> settings, List<CredentialForm> credentials) {

    public ConnectionSchema {
        settings = List.copyOf(settings);
        credentials = List.copyOf(credentials);
    }

    /**
     * One setting.
     *
     * @param pattern what each value must match as a whole
     * @param standard the value in force where none is set, as text for people
     */
    public record Field(
            String name,
            Shape shape,
            Presence presence,
            String description,
            Pattern pattern,
            List<String> values,
            Optional<String> standard) {

        public static Field required(String name, String pattern, String description) {
            return new Field(
                    name,
                    Shape.TEXT,
                    Presence.REQUIRED,
                    description,
                    Pattern.compile(pattern),
                    List.of(),
                    Optional.empty());
        }

        public static Field optional(String name, String pattern, String description) {
            return new Field(
                    name,
                    Shape.TEXT,
                    Presence.OPTIONAL,
                    description,
                    Pattern.compile(pattern),
                    List.of(),
                    Optional.empty());
        }

        /** A closed set of values, the first of which is in force where none is set. */
        public static Field oneOf(String name, String description, String... values) {
            return new Field(
                    name,
                    Shape.TEXT,
                    Presence.OPTIONAL,
                    description,
                    alternatives(values),
                    List.of(values),
                    Optional.of(values[0]));
        }

        /** This field as a list of at least one distinct value. */
        public Field list() {
            return new Field(name, Shape.LIST, presence, description, pattern, values, standard);
        }

        /** This field as the id of a time zone. */
        public Field timeZone() {
            return new Field(name, Shape.TIME_ZONE, presence, description, pattern, values, standard);
        }

        /** True where one value will do. */
        public boolean accepts(String value) {
            return pattern.matcher(value).matches() && (shape != Shape.TIME_ZONE || isTimeZone(value));
        }

        private static boolean isTimeZone(String value) {
            try {
                return ZoneId.of(value).getId().equals(value);
            } catch (DateTimeException unknown) {
                return false;
            }
        }

        private static Pattern alternatives(String... values) {
            return Pattern.compile(String.join(
                    "|", List.of(values).stream().map(Pattern::quote).toList()));
        }
    }

    /** Whether a setting has one value or several, and what that must be beyond its pattern. */
    public enum Shape {
        TEXT,
        LIST,
        /** One text that is the id of a time zone, e.g. {@code Asia/Shanghai}. */
        TIME_ZONE
    }

    /** Whether a setting must be there. */
    public enum Presence {
        REQUIRED,
        OPTIONAL
    }

    /** One way to authenticate, by the names of its secrets. */
    public record CredentialForm(String name, List<String> required, List<String> optional, String description) {

        public CredentialForm {
            required = List.copyOf(required);
            optional = List.copyOf(optional);
        }
    }
}
