package io.quotagate.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
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

    private final SmhTokenApi token;
    private final SmhUsageApi usage;

    SimulatedSmh(RandomGenerator random) {
        SmhTokens tokens = new SmhTokens(random);
        this.token = new SmhTokenApi(tokens);
        this.usage = new SmhUsageApi(tokens);
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
            case "GET " + TOKEN + " 0", "POST " + TOKEN + " 0" -> token.issue(request);
            case "POST " + TOKEN + " 2", "DELETE " + TOKEN + " 2" -> token.change(request, rest.get(0), rest.get(1));
            case "GET " + USAGE + " 1" -> usage.libraryUsage(request, rest.get(0));
            case "GET " + USAGE + " 2" -> usage.usage(request, rest.get(0), Request.segment(rest.get(1)));
            default -> SmhErrors.error(404, "RouteNotFound", "Route not found.");
        };
    }

    @Override
    public Reply unavailable(Request request) {
        return SmhErrors.error(503, "ServerOverloaded", "Server is overloaded.").with("X-Request-Id", request.id());
    }

    @Override
    public Reply throttled(Request request) {
        return SmhErrors.error(429, "RateLimitExceeded", "Rate limit exceeded.").with("X-Request-Id", request.id());
    }

    @Override
    public Reply unauthorized(Request request) {
        Reply refusal = call(request) == Call.LOGIN ? SmhErrors.wrongSecret() : SmhErrors.invalidToken();
        return refusal.with("X-Request-Id", request.id());
    }

    /** A negative size; from the token call, no token. */
    @Override
    public Reply wrong(Request request) {
        if (call(request) == Call.LOGIN) {
            return Reply.json(200, "{\"expiresIn\":86400}");
        }
        JsonObject space = SmhUsageApi.space(SandboxAccount.SMH_SPACES.get(0), "-1");
        return Reply.json(200, new JsonArray().add(space).encode());
    }
}
