package io.quotagate.sandbox;

import io.quotagate.sandbox.SmhTokens.Token;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SMH's access tokens: issued for the library's secret, renewed, revoked.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1339/71159">Access token</a>
 */
final class SmhTokenApi {

    private static final Duration STANDARD_PERIOD = Duration.ofSeconds(86_400);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1200);

    private final SmhTokens tokens;

    SmhTokenApi(SmhTokens tokens) {
        this.tokens = tokens;
    }

    Reply issue(Request request) {
        Map<String, String> parameters = request.parameters();
        String library = parameters.getOrDefault("library_id", "");
        String secret = parameters.getOrDefault("library_secret", "");
        if (library.isEmpty()) {
            return SmhErrors.error(400, "EmptyLibraryId", "LibraryId is empty.");
        }
        if (secret.isEmpty()) {
            return SmhErrors.error(400, "EmptyLibraryIdOrSecret", "LibraryId or LibrarySecret is empty.");
        }
        if (!isOurs(library) || !secret.equals(SandboxAccount.SMH_LIBRARY_SECRET)) {
            return SmhErrors.wrongSecret();
        }
        Token token = new Token(
                list(parameters.getOrDefault("grant", "")),
                list(parameters.getOrDefault("space_id", "")),
                period(parameters.getOrDefault("period", "")));
        return granted(tokens.issue(token, request.now()), token);
    }

    private static Set<String> list(String text) {
        return text.isEmpty() ? Set.of() : Set.copyOf(List.of(text.split(",")));
    }

    /** A period that is too short is raised; one that makes no sense gives way to the standard. */
    private static Duration period(String text) {
        if (!text.matches("0*[1-9]\\d{0,8}")) {
            return STANDARD_PERIOD;
        }
        Duration wish = Duration.ofSeconds(Long.parseLong(text));
        return wish.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : wish;
    }

    /** Renews or revokes a token. */
    Reply change(Request request, String library, String text) {
        Optional<Token> token = isOurs(library) ? tokens.use(text, request.now()) : Optional.empty();
        if (token.isEmpty()) {
            return SmhErrors.invalidToken();
        }
        if (request.method().equals("POST")) {
            return granted(text, token.get());
        }
        tokens.revoke(text);
        return new Reply(204, Map.of(), "");
    }

    private static Reply granted(String text, Token token) {
        JsonObject body = new JsonObject()
                .put("accessToken", text)
                .put("expiresIn", token.period().toSeconds());
        return Reply.json(200, body.encode());
    }

    static boolean isOurs(String library) {
        return library.equals(SandboxAccount.SMH_LIBRARY_ID);
    }
}
