package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.SecurityEvent;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.TokenClaims;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/** Callers by the JWTs of an OpenID Connect issuer, where one is configured ({@code quarkus.oidc.*}). */
@Singleton
class BearerTokens {

    private static final Logger LOG = Logger.getLogger(BearerTokens.class);
    /** How far the issuer's clock may be ahead. */
    private static final long AHEAD_SECONDS = 60;
    /** Every caller comes upon an issuer that is gone; one line is enough for many of them. */
    private static final Duration QUIET = Duration.ofMinutes(1);
    /** The framework expects nothing else. Encrypted ones have five parts. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2,4}");

    private final boolean on;
    private final Optional<List<String>> audience;
    private final Instance<TenantIdentityProvider> verifier;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration patience;
    private final IssuerOutage outage;
    private final AtomicReference<Instant> quietUntil = new AtomicReference<>(Instant.MIN);

    BearerTokens(
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean on,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience,
            @ConfigProperty(name = "quarkus.oidc.connection-timeout") Duration patience,
            Instance<TenantIdentityProvider> verifier,
            ObjectMapper json,
            Clock clock) {
        this.on = on;
        this.audience = audience;
        this.patience = patience;
        this.outage = new IssuerOutage(patience);
        this.verifier = verifier;
        this.json = json;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (on && audience.isEmpty()) {
            LOG.warn("bearer tokens of the issuer are accepted whomever they are meant for: set"
                    + " quarkus.oidc.token.audience to this gateway's name there");
        }
    }

    boolean isOn() {
        return on;
    }

    /**
     * The caller that a token makes. Fails with 401 where it makes none, and with 503 where the issuer's keys cannot be
     * had.
     */
    Uni<Caller> caller(String token) {
        if (!FORM.matcher(token).matches()) {
            return Uni.createFrom().failure(ProblemException.invalidToken());
        }
        if (!outage.admits(clock.instant())) {
            return Uni.createFrom().failure(ProblemException.issuerUnavailable());
        }
        return Uni.createFrom()
                .deferred(() -> verify(token))
                // The framework waits for ever for an issuer that takes the connection and says nothing.
                .ifNoItem()
                .after(patience)
                .failWith(() -> new OIDCException("no answer"))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(this::problem);
    }

    private Uni<Caller> verify(String token) {
        return verifier.get()
                .authenticate(new AccessTokenCredential(token))
                .invoke(outage::reached)
                .map(identity -> caller((JsonWebToken) identity.getPrincipal(), token));
    }

    private Caller caller(JsonWebToken verified, String token) {
        try {
            byte[] payload =
                    Base64.getUrlDecoder().decode(verified.getRawToken().split("\\.", -1)[1]);
            JsonNode claims = json.readTree(payload);
            if (claims.path("iat").asLong() > clock.instant().getEpochSecond() + AHEAD_SECONDS) {
                throw ProblemException.invalidToken();
            }
            return TokenClaims.caller(claims, token);
        } catch (IllegalArgumentException | IOException notOurs) {
            throw ProblemException.invalidToken();
        }
    }

    /** Where the issuer cannot be asked that says nothing of the token; all else is the token's fault. */
    private Throwable problem(Throwable failure) {
        if (!isOfTheIssuer(failure)) {
            if (failure instanceof AuthenticationFailedException) {
                outage.reached();
            }
            return ProblemException.invalidToken();
        }
        outage.failed(clock.instant());
        tellOfTheIssuer(failure.getClass().getName());
        return ProblemException.issuerUnavailable();
    }

    /** At the start and whenever it is asked in vain. */
    void issuerIsGone(@Observes SecurityEvent event) {
        if (event.getEventType() == SecurityEvent.Type.OIDC_SERVER_NOT_AVAILABLE) {
            outage.failed(clock.instant());
            tellOfTheIssuer("no connection");
        }
    }

    private void tellOfTheIssuer(String reason) {
        Instant now = clock.instant();
        Instant until = quietUntil.get();
        if (now.isAfter(until) && quietUntil.compareAndSet(until, now.plus(QUIET))) {
            LOG.warnf("bearer tokens cannot be verified, the issuer's keys cannot be had: %s", reason);
        }
    }

    private static boolean isOfTheIssuer(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(each -> each instanceof OIDCException
                        || each instanceof IOException
                        || each instanceof TimeoutException);
    }
}
