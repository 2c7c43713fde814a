package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.TokenClaims;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
    /** So long an issuer that cannot be reached is not spoken of again. */
    private static final long QUIET_SECONDS = 60;
    /** The framework expects nothing else. Encrypted ones have five parts. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2,4}");

    private final boolean on;
    private final Optional<List<String>> audience;
    private final Instance<TenantIdentityProvider> verifier;
    private final ObjectMapper json;
    private final Clock clock;
    private final AtomicLong told = new AtomicLong();

    BearerTokens(
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean on,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience,
            Instance<TenantIdentityProvider> verifier,
            ObjectMapper json,
            Clock clock) {
        this.on = on;
        this.audience = audience;
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
        return Uni.createFrom()
                .deferred(() -> verify(token))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(this::problem);
    }

    private Uni<Caller> verify(String token) {
        return verifier.get()
                .authenticate(new AccessTokenCredential(token))
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
            return ProblemException.invalidToken();
        }
        long now = clock.instant().getEpochSecond();
        long last = told.get();
        if (now - last >= QUIET_SECONDS && told.compareAndSet(last, now)) {
            LOG.warnf(
                    "bearer tokens cannot be verified, the issuer's keys cannot be had: %s",
                    failure.getClass().getName());
        }
        return ProblemException.issuerUnavailable();
    }

    private static boolean isOfTheIssuer(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(each -> each instanceof OIDCException
                        || each instanceof IOException
                        || each instanceof TimeoutException);
    }
}
