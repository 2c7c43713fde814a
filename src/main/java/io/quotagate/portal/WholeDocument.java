package io.quotagate.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The document for all tenants, as {@code GET /openapi} answers it. */
@Singleton
class WholeDocument {

    private final OpenApiDocumentService documents;
    private final ObjectMapper mapper;
    private volatile @Nullable ObjectNode read;

    WholeDocument(OpenApiDocumentService documents, ObjectMapper mapper) {
        this.documents = documents;
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
        byte[] json = documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON);
        try {
            return (ObjectNode) mapper.readTree(json);
        } catch (IOException bug) {
            throw new UncheckedIOException("a document that is no JSON", bug);
        }
    }
}
