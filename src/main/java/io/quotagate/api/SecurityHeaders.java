package io.quotagate.api;

import io.netty.util.AsciiString;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * What every answer tells browsers: take it for what it says it is, run and embed nothing of it, tell nobody where it was
 * found. Data needs no more, and whatever shows a page says itself what that page needs.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html">OWASP, REST security</a>
 */
@Singleton
class SecurityHeaders {

    private static final int BEFORE_ITS_ROUTES = -1_000;

    private static final CharSequence CONTENT_TYPE_OPTIONS = AsciiString.cached("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = AsciiString.cached("nosniff");
    private static final CharSequence CONTENT_SECURITY_POLICY = AsciiString.cached("Content-Security-Policy");
    private static final CharSequence NOTHING = AsciiString.cached("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence REFERRER_POLICY = AsciiString.cached("Referrer-Policy");
    private static final CharSequence NO_REFERRER = AsciiString.cached("no-referrer");
    private static final CharSequence TRANSPORT_SECURITY = AsciiString.cached("Strict-Transport-Security");
    private static final CharSequence A_YEAR = AsciiString.cached("max-age=31536000");

    /** Puts them into the answer; who came over TLS, as far as the configured proxies can be believed, shall stay there. */
    static void put(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        put(headers);
        if ("https".equals(request.scheme())) {
            headers.set(TRANSPORT_SECURITY, A_YEAR);
        }
    }

    static void put(MultiMap headers) {
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF)
                .set(CONTENT_SECURITY_POLICY, NOTHING)
                .set(REFERRER_POLICY, NO_REFERRER);
    }

    /** The framework lets pages of every origin read what is meant for operators. */
    void register(@Observes ManagementInterface management) {
        management.router().route().order(BEFORE_ITS_ROUTES).handler(context -> {
            put(context.response().headers());
            context.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
            context.next();
        });
    }
}
