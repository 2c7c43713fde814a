package io.quotagate.portal;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that pages need, all of them served by the gateway. They stand under a version that is made from what is in
 * them, so that browsers may keep them for ever and never have those of two versions together.
 */
@Singleton
class PageFiles {

    private static final List<String> OWN = List.of(
            "address.js",
            "ages.js",
            "asking.js",
            "docs.css",
            "docs.js",
            "door.js",
            "first.js",
            "kept.js",
            "live.js",
            "mark.svg",
            "menus.js",
            "morph.js",
            "portal.css",
            "portal.js",
            "refresh.js",
            "report.js",
            "shown.js",
            "theme.js",
            "trouble.js");
    private static final List<String> OF_SWAGGER_UI = List.of("swagger-ui-bundle.js", "swagger-ui.css");
    private static final int VERSION_DIGITS = 16;

    private final String swaggerUi = swaggerUi();
    private final String version = version(swaggerUi);
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    String version() {
        return version;
    }

    /** Reads it where nobody has asked for it before: may block. */
    Optional<PageFile> find(String asked, String name) {
        if (!asked.equals(version)) {
            return Optional.empty();
        }
        return path(name).map(path -> files.computeIfAbsent(name, unread -> PageFile.of(name, read(path))));
    }

    private Optional<String> path(String name) {
        if (OWN.contains(name)) {
            return Optional.of(own(name));
        }
        return OF_SWAGGER_UI.contains(name)
                ? Optional.of("META-INF/resources/webjars/swagger-ui/" + swaggerUi + "/" + name)
                : Optional.empty();
    }

    private static String own(String name) {
        return "portal/" + name;
    }

    /** Which one there is on the class path. */
    private static String swaggerUi() {
        Properties properties = new Properties();
        try (InputStream there = open("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(there);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }

    private static String version(String swaggerUi) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OWN.forEach(name -> digest.update(read(own(name))));
            digest.update(swaggerUi.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static byte[] read(String path) {
        try (InputStream there = open(path)) {
            return there.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream open(String path) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InputStream there = loader.getResourceAsStream(path);
        if (there == null) {
            throw new IOException("not on the class path: " + path);
        }
        return there;
    }
}
