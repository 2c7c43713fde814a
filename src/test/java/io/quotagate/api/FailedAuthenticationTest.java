package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.Patience;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers see of {@link FailedAttempts}. */
@QuarkusTest
@TestProfile(FailedAuthenticationTest.OneIsFree.class)
class FailedAuthenticationTest {

    private static final String PATH = "/v1/tenants/guarded/quotas";

    @Inject
    Tenants tenants;

    @Inject
    FailedAttempts failures;

    private final ExecutorService guesser = Executors.newSingleThreadExecutor();

    /** A gateway that slows down at once. */
    public static final class OneIsFree implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quotagate.limits.failed-authentications", "1/PT1H");
        }
    }

    @AfterEach
    void leave() {
        tenants.publish("guarded", List.of());
        guesser.shutdownNow();
    }

    private static int read(String key) {
        return given().header("X-API-Key", key).get(PATH).statusCode();
    }

    @Test
    void guesserWaitsWhileGoodKeysOfTheSameAddressDoNot() throws Exception {
        ApiKey key = new ApiKey(
                "ci", ApiKey.digest("k-guarded"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "guarded",
                List.of(new Tenant("guarded", Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of())));
        assertThat(read("guess")).isEqualTo(401);

        Future<Integer> next = guesser.submit(() -> read("another guess"));
        Patience.until("the guesser waits", () -> failures.waiting() == 1);

        assertThat(read("k-guarded")).isEqualTo(200);
        assertThat(next.get()).isEqualTo(401);
        assertThat(failures.waiting()).isZero();
    }

    @Test
    void whoBringsNoCredentialsGuessesNothing() {
        for (int call = 0; call < 5; call++) {
            assertThat(given().get(PATH).statusCode()).isEqualTo(401);
        }

        assertThat(failures.waiting()).isZero();
    }
}
