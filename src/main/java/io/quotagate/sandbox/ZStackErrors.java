package io.quotagate.sandbox;

import io.vertx.core.json.JsonObject;

/** ZStack's errors of the API: status 503, whatever they mean. */
final class ZStackErrors {

    private ZStackErrors() {}

    static Reply sessionInvalid() {
        return error(
                "ID.1001",
                "The session is invalid, either wrong session id or the session has been expired",
                "Session expired");
    }

    static Reply loginFailed() {
        return error("ID.1000", "Login failed");
    }

    static Reply error(String code, String description) {
        return error(code, description, description);
    }

    private static Reply error(String code, String description, String details) {
        JsonObject error = new JsonObject()
                .put("code", code)
                .put("description", description)
                .put("details", details);
        return Reply.json(503, new JsonObject().put("error", error).encode());
    }
}
