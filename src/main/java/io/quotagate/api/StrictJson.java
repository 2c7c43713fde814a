package io.quotagate.api;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quotagate.api.Problem.Invalid;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the bodies of requests: nothing unknown, nothing twice, nothing converted, nothing after the end. */
final class StrictJson {

    private static final String BODY = "body";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private StrictJson() {}

    /** The body as a value; ends the request, naming what is wrong, where it is none. */
    static <T> T read(byte[] body, Class<T> type) {
        try {
            return Objects.requireNonNull(MAPPER.readValue(body, type), BODY);
        } catch (UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw invalid(path(unknown), "is unknown; known are " + known);
        } catch (JsonMappingException mistyped) {
            throw invalid(path(mistyped), "has a value of the wrong type, or stands there twice");
        } catch (IOException | NullPointerException malformed) {
            throw invalid(BODY, "must be one JSON object");
        }
    }

    private static ProblemException invalid(String name, String rule) {
        return ProblemException.invalid(List.of(new Invalid(name, rule)));
    }

    /** Such as {@code connections[1]}. */
    private static String path(JsonMappingException wrong) {
        String path = wrong.getPath().stream()
                .map(place -> place.getFieldName() == null ? "[" + place.getIndex() + "]" : "." + place.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? BODY : path.substring(1);
    }
}
