package io.quotagate.sandbox;

import io.quotagate.sandbox.SmhTokens.Token;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Tencent Cloud Smart Media Hosting: one library with two spaces, its access tokens, and the usage of spaces.
 *
 * @see <a href="https://cloud.tencent.com/document/product/1339/71155">Space usage</a>
 * @see <a href="https://cloud.tencent.com/document/product/1339/71159">Access token</a>
 */
@Singleton
class SimulatedSmh implements SimulatedVendor {

    private static final String TOKEN = "/api/v1/token";
    private static final String USAGE = "/api/v1/usage";

    private static final String SIZE = "1000";
    private static final Duration STANDARD_PERIOD = Duration.ofSeconds(86_400);
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1200);

    private final SmhTokens tokens;

    SimulatedSmh(RandomGenerator random) {
        this.tokens = new SmhTokens(random);
    }

    @Override
    public String provider() {
        return "tencent-smh";
    }

    @Override
    public Set<Call> calls() {
        return Set.of(Call.DATA, Call.LOGIN);
    }

    @Override
    public Call call(Request request) {
        boolean login = request.path().equals(TOKEN) || request.path().startsWith(TOKEN + "/");
        return login ? Call.LOGIN : Call.DATA;
    }

    @Override
    public Reply answer(Request request) {
        return respond(request).with("X-Request-Id", request.id());
    }

    private Reply respond(Request request) {
        List<String> segments = List.of(request.path().split("/", -1));
        String route = request.method() + " " + String.join("/", segments.subList(0, Math.min(4, segments.size())));
        List<String> rest = segments.subList(Math.min(4, segments.size()), segments.size());
        return switch (route + " " + rest.size()) {
            case "GET " + TOKEN + " 0", "POST " + TOKEN + " 0" -> issue(request);
            case "POST " + TOKEN + " 2", "DELETE " + TOKEN + " 2" -> change(request, rest.get(0), rest.get(1));
            case "GET " + USAGE + " 1" -> libraryUsage(request, rest.get(0));
            case "GET " + USAGE + " 2" -> usage(request, rest.get(0), Request.segment(rest.get(1)));
            default -> error(404, "RouteNotFound", "Route not found.");
        };
    }

    private Reply issue(Request request) {
        Map<String, String> parameters = request.parameters();
        String library = parameters.getOrDefault("library_id", "");
        String secret = parameters.getOrDefault("library_secret", "");
        if (library.isEmpty()) {
            return error(400, "EmptyLibraryId", "LibraryId is empty.");
        }
        if (secret.isEmpty()) {
            return error(400, "EmptyLibraryIdOrSecret", "LibraryId or LibrarySecret is empty.");
        }
        if (!isOurs(library) || !secret.equals(SandboxAccount.SMH_LIBRARY_SECRET)) {
            return wrongSecret();
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
    private Reply change(Request request, String library, String text) {
        Optional<Token> token = isOurs(library) ? tokens.use(text, request.now()) : Optional.empty();
        if (token.isEmpty()) {
            return invalidToken();
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

    /** Without spaces in the path it is another API, for administrators, whose answer is an object. */
    private Reply libraryUsage(Request request, String library) {
        return withToken(request, library, token -> {
            if (!token.grants().contains("admin")) {
                return noPermission();
            }
            return Reply.json(200, "{\"totalFileSize\":\"2000\"}");
        });
    }

    private Reply usage(Request request, String library, String spaceIds) {
        List<String> spaces = List.of(spaceIds.split(",", -1));
        if (!spaces.stream().allMatch(space -> space.matches("[A-Za-z0-9_-]+"))) {
            return error(400, "SpaceIdInvalid", "SpaceId is invalid.");
        }
        return withToken(request, library, token -> usage(request, token, spaces));
    }

    private static Reply usage(Request request, Token token, List<String> spaces) {
        boolean admin = token.grants().contains("admin");
        if (request.parameters().containsKey("user_id") && !admin) {
            return noPermission();
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
                : error(403, "AccessTokenNotMatchSpace", "AccessToken does not match the space.");
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

    private static JsonObject space(String id, String size) {
        return new JsonObject()
                .put("spaceId", id)
                .put("capacity", "10000")
                .put("availableSpace", "5000")
                .put("size", size);
    }

    private Reply withToken(Request request, String library, Function<Token, Reply> use) {
        String text = text(request);
        if (text.isEmpty()) {
            return error(400, "EmptyAccessToken", "AccessToken is empty.");
        }
        if (!isOurs(library)) {
            return error(404, "LibraryNotFound", "Library not found.");
        }
        return tokens.use(text, request.now()).map(use).orElseGet(SimulatedSmh::invalidToken);
    }

    private static String text(Request request) {
        return request.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()))
                .orElseGet(() -> request.parameters().getOrDefault("access_token", ""));
    }

    private static boolean isOurs(String library) {
        return library.equals(SandboxAccount.SMH_LIBRARY_ID);
    }

    @Override
    public Reply unavailable(Request request) {
        return error(503, "ServerOverloaded", "Server is overloaded.").with("X-Request-Id", request.id());
    }

    @Override
    public Reply throttled(Request request) {
        return error(429, "RateLimitExceeded", "Rate limit exceeded.").with("X-Request-Id", request.id());
    }

    @Override
    public Reply unauthorized(Request request) {
        Reply refusal = call(request) == Call.LOGIN ? wrongSecret() : invalidToken();
        return refusal.with("X-Request-Id", request.id());
    }

    /** A negative size; from the token call, no token. */
    @Override
    public Reply wrong(Request request) {
        if (call(request) == Call.LOGIN) {
            return Reply.json(200, "{\"expiresIn\":86400}");
        }
        JsonObject space = space(SandboxAccount.SMH_SPACES.get(0), "-1");
        return Reply.json(200, new JsonArray().add(space).encode());
    }

    private static Reply wrongSecret() {
        return error(404, "WrongLibraryIdOrSecret", "Wrong LibraryId or LibrarySecret.");
    }

    private static Reply invalidToken() {
        return error(403, "InvalidAccessToken", "AccessToken is invalid or expired.");
    }

    private static Reply noPermission() {
        return error(403, "NoPermission", "No permission.");
    }

    private static Reply error(int status, String code, String message) {
        return Reply.json(
                status,
                new JsonObject().put("code", code).put("message", message).encode());
    }
}
