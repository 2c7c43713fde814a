package io.quotagate.sandbox;

import io.quotagate.sandbox.DialJson.Flaw;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The fault dial of a simulated vendor, under {@code /sandbox/{provider}/faults}, with header {@code X-API-Key: sandbox}.
 *
 * <ul>
 *   <li>{@code GET} shows the dial, {@code POST} turns it, {@code DELETE} turns it off. All answer 200 with the dial as
 *       it then stands, e.g. {@code {"provider":"koodrive","latency":"PT0.05S","fault":"unavailable","calls":3}}.
 *   <li>A {@code POST} sets the whole dial: what it leaves out is off. Members that are not known are refused.
 * </ul>
 *
 * <table>
 *   <caption>Members of the body, all optional</caption>
 *   <tr><td>{@code latency}</td><td>ISO 8601 duration up to {@code PT60S}: every call to the vendor is answered that much
 *       later, with or without a fault. Default {@code PT0S}</td></tr>
 *   <tr><td>{@code fault}</td><td>one of {@link Fault}, in lower case. Default {@code none}</td></tr>
 *   <tr><td>{@code calls}</td><td>how many calls the fault hits, from 1; then it is {@code none} again, while the latency
 *       stays. Default: all, until the dial is turned. Shown is how many are left</td></tr>
 *   <tr><td>{@code on}</td><td>the only kind of calls that the fault hits: {@code data} (all vendors), {@code login}
 *       (tencent-smh, zstack: whatever issues or ends a token or session), {@code service} (koodrive: {@code GET
 *       /koodrive/ose/v1/service}). Others are neither hit nor counted. Default: all kinds</td></tr>
 * </table>
 *
 * <table>
 *   <caption>What a hit call meets</caption>
 *   <tr><td>{@code timeout}</td><td>no answer, ever</td></tr>
 *   <tr><td>{@code unavailable}</td><td>koodrive 500 {@code code} 500; tencent-smh 503 {@code ServerOverloaded};
 *       ucloud-ufile 200 {@code RetCode} 150; zstack 503 {@code SYS.1010}</td></tr>
 *   <tr><td>{@code throttled}</td><td>with {@code Retry-After: 1}: koodrive 429 {@code APIG.0308}; tencent-smh 429
 *       {@code RateLimitExceeded}; ucloud-ufile 200 {@code RetCode} 153; zstack 429 plain text</td></tr>
 *   <tr><td>{@code unauthorized}</td><td>koodrive 400 {@code 13000201}; tencent-smh 404 {@code WrongLibraryIdOrSecret} to
 *       logins, 403 {@code InvalidAccessToken} else; ucloud-ufile 200 {@code RetCode} 171; zstack 503 {@code ID.1001} to
 *       calls with a session, {@code ID.1000} else</td></tr>
 *   <tr><td>{@code garbage}</td><td>200 with a page of HTML</td></tr>
 *   <tr><td>{@code truncated}</td><td>the first half of the right body</td></tr>
 *   <tr><td>{@code empty}</td><td>200 without a body</td></tr>
 *   <tr><td>{@code redirect}</td><td>302 to a path of the sandbox that does not exist</td></tr>
 *   <tr><td>{@code reset}</td><td>the TCP connection is reset</td></tr>
 *   <tr><td>{@code drip}</td><td>the right body, a byte every 100 ms</td></tr>
 *   <tr><td>{@code huge}</td><td>the right body after 16 MiB of white space</td></tr>
 *   <tr><td>{@code wrong}</td><td>what the documentation rules out: koodrive a negative {@code spaceUsed}, or to
 *       {@code /service} JSON without a comma; tencent-smh a negative {@code size}, or a login without token; ucloud-ufile
 *       a {@code Left} that is no number; zstack a {@code total} of -2, or a login without session</td></tr>
 * </table>
 *
 * <p>Without the key: 401. A body that is not right: 400 with {@code errors}, a list of {@code field} and {@code detail}.
 * Errors are {@code application/problem+json}.
 */
final class DialHandler {

    private final Faults faults;

    DialHandler(Faults faults) {
        this.faults = faults;
    }

    void handle(RoutingContext context, SimulatedVendor vendor) {
        context.response().putHeader("Cache-Control", "no-store");
        if (!SandboxAccount.API_KEY.equals(context.request().getHeader("X-API-Key"))) {
            context.response().putHeader("WWW-Authenticate", "ApiKey realm=\"quotagate\"");
            problem(context, 401, "Unauthorized", "the dial needs the header X-API-Key: sandbox", List.of());
            return;
        }
        switch (context.request().method().name()) {
            case "GET", "HEAD" -> show(context, vendor);
            case "POST" -> turn(context, vendor);
            case "DELETE" -> reset(context, vendor);
            default -> {
                context.response().putHeader("Allow", "GET, HEAD, POST, DELETE");
                problem(context, 405, "Method Not Allowed", "the dial knows GET, POST and DELETE", List.of());
            }
        }
    }

    private void show(RoutingContext context, SimulatedVendor vendor) {
        context.response().putHeader("Content-Type", "application/json");
        context.end(DialJson.write(vendor.provider(), faults.dial(vendor.provider())));
    }

    private void turn(RoutingContext context, SimulatedVendor vendor) {
        String body = context.body().asString("UTF-8");
        try {
            faults.turn(vendor.provider(), DialJson.read(body == null ? "" : body, vendor.calls()));
        } catch (DialJson.Refused refused) {
            problem(context, 400, "Bad Request", "the dial cannot be set so", refused.flaws());
            return;
        }
        show(context, vendor);
    }

    private void reset(RoutingContext context, SimulatedVendor vendor) {
        faults.reset(vendor.provider());
        show(context, vendor);
    }

    /** RFC 9457; {@code about:blank} says that the status is all there is to know of the type. */
    private static void problem(RoutingContext context, int status, String title, String detail, List<Flaw> flaws) {
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        if (!flaws.isEmpty()) {
            JsonArray errors = new JsonArray();
            flaws.forEach(flaw ->
                    errors.add(new JsonObject().put("field", flaw.field()).put("detail", flaw.detail())));
            problem.put("errors", errors);
        }
        context.response().setStatusCode(status).putHeader("Content-Type", "application/problem+json");
        context.end(problem.encode());
    }
}
