package io.quotagate.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A ZStack management node: logins, sessions, access keys, and the quotas of one organization. Errors of the API come
 * with status 503 and JSON, errors before it as plain text.
 *
 * @see <a href="https://github.com/zstackio/zstack/blob/master/rest/src/main/java/org/zstack/rest/RestServer.java">
 *     RestServer</a>
 */
@Singleton
class SimulatedZStack implements SimulatedVendor {

    static final String CONTEXT = "/zstack";

    private static final String LOGIN = CONTEXT + "/v1/accounts/login";
    private static final String LOGIN_IAM2 = CONTEXT + "/v1/iam2/virtual-ids/login";
    private static final String SESSIONS = CONTEXT + "/v1/accounts/sessions/";
    private static final String QUOTA = CONTEXT + "/v1/iam2/organizations/quota/";
    private static final String USAGES = "/usages";

    private final ZStackSessions sessions;

    SimulatedZStack(RandomGenerator random) {
        this.sessions = new ZStackSessions(random);
    }

    @Override
    public String provider() {
        return "zstack";
    }

    @Override
    public Set<Call> calls() {
        return Set.of(Call.DATA, Call.LOGIN);
    }

    @Override
    public Call call(Request request) {
        String path = request.path();
        return path.equals(LOGIN) || path.equals(LOGIN_IAM2) || path.startsWith(SESSIONS) ? Call.LOGIN : Call.DATA;
    }

    @Override
    public Reply answer(Request request) {
        String path = request.path();
        if (request.is("PUT", LOGIN)) {
            return ZStackLogin.ACCOUNT.answer(request, sessions);
        }
        if (request.is("PUT", LOGIN_IAM2)) {
            return ZStackLogin.IAM2.answer(request, sessions);
        }
        if (request.method().equals("DELETE") && path.matches(SESSIONS + "[^/]+")) {
            sessions.logout(path.substring(SESSIONS.length()));
            return Reply.json(200, "{}");
        }
        if (request.method().equals("GET") && path.matches(QUOTA + "[^/]+" + USAGES)) {
            String uuid = path.substring(QUOTA.length(), path.length() - USAGES.length());
            return refusal(request).orElseGet(() -> usages(uuid));
        }
        return Reply.text(
                404, "no api mapping to " + (path.startsWith(CONTEXT + "/") ? path.substring(CONTEXT.length()) : path));
    }

    private Optional<Reply> refusal(Request request) {
        if (request.header("X-Job-UUID").filter(job -> job.length() != 32).isPresent()) {
            return Optional.of(Reply.text(400, "invalid 'X-Job-UUID', it must be a UUID without dashes"));
        }
        String authorization = request.header("Authorization").orElse("");
        if (authorization.isEmpty()) {
            return Optional.of(Reply.text(400, "missing header 'Authorization'"));
        }
        if (authorization.startsWith("OAuth ")) {
            boolean open = sessions.isOpen(authorization.substring("OAuth ".length()), request.now());
            return open ? Optional.empty() : Optional.of(ZStackErrors.sessionInvalid());
        }
        return ZStackAccessKey.of(authorization)
                .map(key -> refusal(request, key))
                .orElseGet(() -> Optional.of(Reply.text(400, "invalid header 'Authorization'")));
    }

    private static Optional<Reply> refusal(Request request, ZStackAccessKey key) {
        Optional<LocalDateTime> date = ZStackAccessKey.date(request);
        if (date.isEmpty()) {
            return Optional.of(Reply.text(400, "missing or malformed header 'Date'"));
        }
        if (!ZStackAccessKey.isTimely(date.get(), request)) {
            return Optional.of(Reply.text(403, "requestTimeTooSkewed"));
        }
        boolean right = key.id().equals(SandboxAccount.ZSTACK_ACCESS_KEY_ID)
                && key.isOf(request, SandboxAccount.ZSTACK_ACCESS_KEY_SECRET);
        return right ? Optional.empty() : Optional.of(ZStackErrors.loginFailed());
    }

    private static Reply usages(String uuid) {
        if (!uuid.matches("[0-9a-f]{32}")) {
            return ZStackErrors.error("SYS.1007", "One or more API argument is invalid");
        }
        if (!uuid.equals(SandboxAccount.ZSTACK_ORGANIZATION_UUID)) {
            return ZStackErrors.error("SYS.1003", "The resource cannot be found");
        }
        return Reply.json(200, ZStackUsages.json());
    }

    @Override
    public Reply unavailable(Request request) {
        return ZStackErrors.error("SYS.1010", "The management node is not ready");
    }

    /** Undocumented: newer versions are said to count calls, so it is what a proxy in front would say. */
    @Override
    public Reply throttled(Request request) {
        return Reply.text(429, "too many requests");
    }

    @Override
    public Reply unauthorized(Request request) {
        boolean session = request.header("Authorization")
                .filter(header -> header.startsWith("OAuth "))
                .isPresent();
        return session ? ZStackErrors.sessionInvalid() : ZStackErrors.loginFailed();
    }

    /** A total that is neither a limit nor -1 for none; from a login, no session. */
    @Override
    public Reply wrong(Request request) {
        if (call(request) == Call.LOGIN) {
            return Reply.json(200, "{\"inventory\":{}}");
        }
        JsonObject usage =
                new JsonObject().put("name", "vm.num").put("total", -2).put("used", 13);
        return Reply.json(
                200, new JsonObject().put("usages", new JsonArray().add(usage)).encode());
    }
}
