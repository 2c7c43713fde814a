package io.quotagate.sandbox;

import io.quotagate.sandbox.SmhTokens.Token;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * SMH's usage of spaces and of the whole library.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1339/71155">Space usage</a>
 */
final class SmhUsageApi {

    private static final String SIZE = "1000";

    private final SmhTokens tokens;

    SmhUsageApi(SmhTokens tokens) {
        this.tokens = tokens;
    }

    /** Without spaces in the path it is another API, for administrators, whose answer is an object. */
    Reply libraryUsage(Request request, String library) {
        return withToken(request, library, token -> {
            if (!token.grants().contains("admin")) {
                return SmhErrors.noPermission();
            }
            return Reply.json(200, "{\"totalFileSize\":\"2000\"}");
        });
    }

    Reply usage(Request request, String library, String spaceIds) {
        List<String> spaces = List.of(spaceIds.split(",", -1));
        if (!spaces.stream().allMatch(space -> space.matches("[A-Za-z0-9_-]+"))) {
            return SmhErrors.error(400, "SpaceIdInvalid", "SpaceId is invalid.");
        }
        return withToken(request, library, token -> usage(request, token, spaces));
    }

    private static Reply usage(Request request, Token token, List<String> spaces) {
        boolean admin = token.grants().contains("admin");
        if (request.parameters().containsKey("user_id") && !admin) {
            return SmhErrors.noPermission();
        }
        if (admin) {
            return spaces(spaces);
        }
        if (!token.grants().contains("space_admin")) {
            // Only spaces that the token's user created are listed, and these tokens' users created none.
            return spaces(List.of());
        }
        return token.spaces().containsAll(spaces)
                ? spaces(spaces)
                : SmhErrors.error(403, "AccessTokenNotMatchSpace", "AccessToken does not match the space.");
    }

    /** A space that the library does not have is left out. */
    private static Reply spaces(List<String> asked) {
        JsonArray body = new JsonArray();
        SandboxAccount.SMH_SPACES.stream()
                .filter(asked::contains)
                .map(space -> space(space, SIZE))
                .forEach(body::add);
        return Reply.json(200, body.encode());
    }

    static JsonObject space(String id, String size) {
        return new JsonObject()
                .put("spaceId", id)
                .put("capacity", "10000")
                .put("availableSpace", "5000")
                .put("size", size);
    }

    private Reply withToken(Request request, String library, Function<Token, Reply> use) {
        String text = text(request);
        if (text.isEmpty()) {
            return SmhErrors.error(400, "EmptyAccessToken", "AccessToken is empty.");
        }
        if (!SmhTokenApi.isOurs(library)) {
            return SmhErrors.error(404, "LibraryNotFound", "Library not found.");
        }
        return tokens.use(text, request.now()).map(use).orElseGet(SmhErrors::invalidToken);
    }

    private static String text(Request request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()))
                .orElseGet(() -> request.parameters().getOrDefault("access_token", ""));
    }
}
