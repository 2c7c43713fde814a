package io.quotagate.api;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document of the whole API in the bytes that the build wrote. The framework would parse and write it anew at
 * each start, which is much of what a start takes.
 */
@Singleton
public class OpenApiDocument {

    private volatile byte[] json = {};

    /** Where nothing is to be found, so that the framework has no document to prepare. */
    private static final class Nowhere extends ClassLoader {

        Nowhere() {
            super(null);
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return null;
        }
    }

    /** Runs before the framework prepares its document: while a native executable is built, else at the start. */
    void withhold(@Observes @Initialized(ApplicationScoped.class) Object start) {
        OpenApiConstants.classLoader = new Nowhere();
    }

    /** Those who need this form are on event loops, which must not read. */
    void load(@Observes StartupEvent event) {
        json = read(OpenApiConstants.BASE_NAME + ".JSON");
    }

    /** The document as JSON in UTF-8; not copied: must not be changed. */
    public byte[] json() {
        return json;
    }

    /** The document as YAML in UTF-8, read anew: may block. */
    byte[] yaml() {
        return read(OpenApiConstants.BASE_NAME + ".YAML");
    }

    private static byte[] read(String path) {
        try (InputStream there = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (there == null) {
                throw new IllegalStateException("the build has left no " + path);
            }
            return there.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
