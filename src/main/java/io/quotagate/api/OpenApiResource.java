package io.quotagate.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Serves the document of the whole API; public. */
@Path("/openapi{ending:(\\.(json|ya?ml))?}")
class OpenApiResource {

    private static final MediaType YAML = new MediaType("application", "yaml");

    /** The first is for whoever does not care, or takes neither: a document that nobody wants hurts less than none. */
    private static final List<MediaType> FORMS = List.of(YAML, MediaType.APPLICATION_JSON_TYPE);

    /**
     * What is kept of a form: compressed alone, as hardly anybody wants it otherwise.
     *
     * @param gzip not copied: must not be changed
     */
    private record Text(byte[] gzip, EntityTag tag) {}

    private final OpenApiDocument document;
    private final Map<MediaType, Text> texts = new ConcurrentHashMap<>();

    OpenApiResource(OpenApiDocument document) {
        this.document = document;
    }

    /** In the form that the path ends with, else that {@code format} names, else that the caller likes best. */
    @GET
    @Operation(hidden = true)
    public RestResponse<byte[]> document(
            @PathParam("ending") String ending, @Context UriInfo uri, @Context HttpHeaders headers) {
        Query query = new Query(uri);
        Optional<MediaType> named = query.one("format", OpenApiResource::form, "must be json or yaml");
        query.check();
        MediaType form = (ending.isEmpty() ? named : form(ending.substring(1)))
                .orElseGet(() -> preferred(headers.getAcceptableMediaTypes()));
        return answer(form, headers);
    }

    private static Optional<MediaType> form(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json" -> Optional.of(MediaType.APPLICATION_JSON_TYPE);
            case "yaml", "yml" -> Optional.of(YAML);
            default -> Optional.empty();
        };
    }

    /** @param wanted in the order of the caller's wishes */
    private static MediaType preferred(List<MediaType> wanted) {
        return wanted.stream()
                .flatMap(wish -> FORMS.stream().filter(wish::isCompatible))
                .findFirst()
                .orElse(YAML);
    }

    private RestResponse<byte[]> answer(MediaType form, HttpHeaders headers) {
        Text text = texts.computeIfAbsent(form, this::read);
        ResponseBuilder<byte[]> answer = text.tag().isIn(all(headers, HttpHeaders.IF_NONE_MATCH))
                ? ResponseBuilder.notModified()
                : whole(text, form, headers);
        return answer.header(HttpHeaders.ETAG, text.tag().header().toString())
                .header(HttpHeaders.CACHE_CONTROL, "public, no-cache")
                .header(HttpHeaders.VARY, "Accept, Accept-Encoding")
                .build();
    }

    private static ResponseBuilder<byte[]> whole(Text text, MediaType form, HttpHeaders headers) {
        MediaType type = form.withCharset("UTF-8");
        return AcceptEncoding.prefersGzip(all(headers, HttpHeaders.ACCEPT_ENCODING))
                ? ResponseBuilder.ok(text.gzip(), type).header(HttpHeaders.CONTENT_ENCODING, "gzip")
                : ResponseBuilder.ok(Gzip.plain(text.gzip()), type);
    }

    private Text read(MediaType form) {
        byte[] plain = form.equals(YAML) ? document.yaml() : document.json();
        return new Text(Gzip.of(plain), EntityTag.of(plain));
    }

    private static String all(HttpHeaders headers, String name) {
        return String.join(",", headers.getRequestHeaders().getOrDefault(name, List.of()));
    }
}
