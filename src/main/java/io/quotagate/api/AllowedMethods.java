package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which methods a path knows, which the framework says only of the sum of all paths: taken from the OpenAPI document, so
 * that a new path is in it by itself.
 */
@Singleton
class AllowedMethods {

    /** Of what is no part of the API: pages. */
    static final String OF_A_PAGE = "GET, HEAD, OPTIONS";

    private final OpenApiDocument document;
    private final ObjectMapper json;
    private volatile @Nullable List<Allowed> known;

    /** @param methods as the header Allow has them */
    private record Allowed(Pattern path, String methods) {}

    AllowedMethods(OpenApiDocument document, ObjectMapper json) {
        this.document = document;
        this.json = json;
    }

    /** The methods of a path of the API, as the header Allow has them. */
    Optional<String> of(String path) {
        return known().stream()
                .filter(allowed -> allowed.path().matcher(path).matches())
                .map(Allowed::methods)
                .findFirst();
    }

    private List<Allowed> known() {
        List<Allowed> read = known;
        if (read == null) {
            read = read();
            known = read;
        }
        return read;
    }

    private List<Allowed> read() {
        try {
            List<Allowed> read = new ArrayList<>();
            json.readTree(document.json())
                    .path("paths")
                    .properties()
                    .forEach(path -> read.add(new Allowed(pattern(path.getKey()), methods(path.getValue()))));
            return List.copyOf(read);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+") + "/?");
    }

    private static String methods(JsonNode operations) {
        TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        operations.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
