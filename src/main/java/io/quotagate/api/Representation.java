package io.quotagate.api;

import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the report is written as; where a caller likes several as much, the first of them. */
enum Representation {
    JSON("application/json", "") {
        /** Nothing is added: most reads are of this kind. */
        @Override
        String key(String uri) {
            return uri;
        }
    },
    /** @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a> */
    CSV("text/csv", ";charset=utf-8;header=present"),
    /** @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a> */
    OPENMETRICS("application/openmetrics-text", ";charset=utf-8;version=1.0.0");

    private static final String VERSION = "version=";

    private final String mediaType;
    private final AsciiString contentType;

    Representation(String mediaType, String parameters) {
        this.mediaType = mediaType;
        this.contentType = AsciiString.cached(mediaType + parameters);
    }

    /**
     * What a caller likes best; empty where it takes none of them. What cannot be understood of the header is ignored, but
     * for a weight, which then is 0.
     *
     * @param accept all lines of the header; none at all accepts everything
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, 12.5.1</a>
     */
    static Optional<Representation> preferred(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(JSON);
        }
        String[] ranges = ranges(accept);
        @Nullable Representation best = null;
        int liked = 0;
        for (Representation candidate : values()) {
            int weight = weight(ranges, candidate.mediaType);
            if (weight > liked) {
                best = candidate;
                liked = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    /** True where nothing has to be weighed: most callers ask for JSON, or for whatever there is. */
    static boolean isJsonAtOnce(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.equals(JSON.mediaType);
    }

    /** True where a caller takes what is of that media type. */
    static boolean isTaken(@Nullable String accept, String mediaType) {
        return accept == null || accept.isBlank() || weight(ranges(accept), mediaType) > 0;
    }

    private static String[] ranges(String accept) {
        return accept.toLowerCase(Locale.ROOT).split(",");
    }

    /** In thousandths, as the range says that fits most closely; 0 where none does. */
    private static int weight(String[] ranges, String mediaType) {
        int closest = 0;
        int weight = 0;
        for (String range : ranges) {
            String[] parts = range.split(";");
            int closeness = parts.length == 0 ? 0 : closeness(parts, mediaType);
            if (closeness > closest) {
                closest = closeness;
                weight = AcceptEncoding.weight(parts);
            } else if (closeness == closest && closeness > 0) {
                weight = Math.max(weight, AcceptEncoding.weight(parts));
            }
        }
        return weight;
    }

    /** 0 where the range does not fit. */
    private static int closeness(String[] parts, String mediaType) {
        String range = parts[0].strip();
        if (range.equals(mediaType)) {
            return isOtherVersion(parts, mediaType) ? 0 : 3;
        }
        if (range.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
            return 2;
        }
        return range.equals("*/*") ? 1 : 0;
    }

    private static boolean isOtherVersion(String[] parts, String mediaType) {
        return mediaType.equals(OPENMETRICS.mediaType)
                && Arrays.stream(parts)
                        .map(part -> part.strip().replace("\"", ""))
                        .anyMatch(part -> part.startsWith(VERSION) && !part.startsWith(VERSION + "1."));
    }

    /** Under which an answer is kept: no URI begins like that, whatever else a caller may write into it. */
    String key(String uri) {
        return mediaType + ' ' + uri;
    }

    AsciiString contentType() {
        return contentType;
    }

    /** Under which name it would be kept as a file; null where nobody does that. */
    @Nullable
    AsciiString disposition(String tenant) {
        return this == CSV ? new AsciiString("inline; filename=\"quotas-" + tenant + ".csv\"") : null;
    }
}
