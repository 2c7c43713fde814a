package io.quotagate.sandbox;

import io.vertx.core.json.JsonObject;

/**
 * SMH's refusals.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1283/75500">Error codes</a>
 */
final class SmhErrors {

    private SmhErrors() {}

    static Reply wrongSecret() {
        return error(404, "WrongLibraryIdOrSecret", "Wrong LibraryId or LibrarySecret.");
    }

    static Reply invalidToken() {
        return error(403, "InvalidAccessToken", "AccessToken is invalid or expired.");
    }

    static Reply noPermission() {
        return error(403, "NoPermission", "No permission.");
    }

    static Reply error(int status, String code, String message) {
        return Reply.json(
                status,
                new JsonObject().put("code", code).put("message", message).encode());
    }
}
