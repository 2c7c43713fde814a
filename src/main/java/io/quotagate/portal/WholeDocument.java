package io.quotagate.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.api.OpenApiDocument;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The document for all tenants, as {@code GET /openapi} answers it. */
@Singleton
class WholeDocument {

    private final OpenApiDocument document;
    private final ObjectMapper mapper;
    private volatile @Nullable ObjectNode read;

    WholeDocument(OpenApiDocument document, ObjectMapper mapper) {
        this.document = document;
        this.mapper = mapper;
    }

    /** Read once, by the first who wants it; must not be changed. */
    ObjectNode get() {
        ObjectNode known = read;
        if (known == null) {
            known = read();
            read = known;
        }
        return known;
    }

    private ObjectNode read() {
        try {
            return (ObjectNode) mapper.readTree(document.json());
        } catch (IOException bug) {
            throw new UncheckedIOException("a document that is no JSON", bug);
        }
    }
}
