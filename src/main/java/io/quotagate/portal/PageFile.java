package io.quotagate.portal;

import io.quotagate.api.Gzip;

/**
 * A file that pages need: kept compressed alone, as hardly any browser wants it otherwise.
 *
 * @param type its media type
 * @param gzip not copied: must not be changed
 */
record PageFile(String type, byte[] gzip) {

    static PageFile of(String name, byte[] plain) {
        return new PageFile(type(name), Gzip.of(plain));
    }

    byte[] plain() {
        return Gzip.plain(gzip);
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript;charset=UTF-8";
            case "css" -> "text/css;charset=UTF-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("a page file of a kind that nobody knows: " + name);
        };
    }
}
