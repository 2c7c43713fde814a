package io.quotagate.chaos;

import java.util.Map;
import java.util.Set;

/**
 * What a reader asks a gateway.
 *
 * @param tenant whose path it is
 * @param body empty for a GET
 * @param allowed statuses
 */
record Wish(
        String method,
        String tenant,
        String path,
        Map<String, String> headers,
        String body,
        Set<Integer> allowed,
        Shape shape) {

    /** What a success has to look like. */
    enum Shape {
        /** All connections that were asked, with all that they have. */
        REPORT,
        /** One quota. */
        QUOTA,
        SOURCES,
        REFRESHES,
        /** Nothing that can be looked into. */
        OPAQUE
    }

    static Wish get(String tenant, String rest, Shape shape, Set<Integer> allowed) {
        return new Wish("GET", tenant, "/v1/tenants/" + tenant + rest, Map.of(), "", allowed, shape);
    }

    Wish with(Map<String, String> more) {
        return new Wish(method, tenant, path, more, body, allowed, shape);
    }

    Wish by(String other) {
        return new Wish(other, tenant, path, headers, body, allowed, shape);
    }

    @Override
    public String toString() {
        return method + " " + path + " " + headers.keySet();
    }
}
