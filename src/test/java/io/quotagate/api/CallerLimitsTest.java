package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Rate;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CallerLimitsTest {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    /** Each test's keys are its own: they have not been used before. */
    private final String name = "limited-" + COUNT.incrementAndGet();

    private final String path = "/v1/tenants/" + name + "/quotas";

    @BeforeEach
    void publish() {
        var connection = FakeProvider.connection(name, "one");
        vendor.says(connection, TestQuotas.stored("10", "1"));
        tenants.publish(
                "limits",
                List.of(
                        new Tenant(
                                name,
                                Optional.empty(),
                                List.of(
                                        key("limited", Optional.of("3/PT60S")),
                                        key("free", Optional.empty()),
                                        key("twice", Optional.of("100/PT1S"))),
                                Thresholds.DEFAULT,
                                List.of(connection)),
                        new Tenant(
                                name + "-b",
                                Optional.empty(),
                                List.of(key("twice", Optional.of("2/PT1S"))),
                                Thresholds.DEFAULT,
                                List.of())));
    }

    private ApiKey key(String id, Optional<String> limit) {
        return new ApiKey(
                id,
                ApiKey.digest(name + id),
                EnumSet.allOf(Permission.class),
                Optional.empty(),
                limit.map(Rate::parse));
    }

    @AfterEach
    void leave() {
        tenants.publish("limits", List.of());
    }

    private Response read(String key, String where) {
        return given().header("X-API-Key", name + key).get(where);
    }

    private void pass(Duration time) {
        ((MovableClock) clock).pass(time);
    }

    private static void isRefused(Response answer, int afterSeconds) {
        answer.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", Integer.toString(afterSeconds))
                .header("Cache-Control", "no-store")
                .header("RateLimit-Policy", "\"default\";q=3;w=60")
                .header("RateLimit", "\"default\";r=0;t=60")
                .body("type", equalTo("/problems/rate-limited"));
    }

    @Test
    void callerIsToldHowItStandsAndRefusedWhenItHasNothingLeft() {
        for (int left = 2; left >= 0; left--) {
            read("limited", path)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"default\";q=3;w=60")
                    .header("RateLimit", "\"default\";r=%d;t=%d".formatted(left, 60 - 20 * left));
        }

        isRefused(read("limited", path), 20);
        pass(Duration.ofSeconds(19));
        assertThat(read("limited", path).statusCode()).isEqualTo(429);
        pass(Duration.ofSeconds(1));
        assertThat(read("limited", path).statusCode()).isEqualTo(200);
        assertThat(read("limited", path).statusCode()).isEqualTo(429);
    }

    @Test
    void everythingACallerAsksCountsAlsoWhatIsKept() {
        read("free", path).then().statusCode(200);

        read("limited", path).then().statusCode(200);
        given().header("X-API-Key", name + "limited")
                .header("If-None-Match", read("free", path).header("ETag"))
                .get(path)
                .then()
                .statusCode(304)
                .header("RateLimit", "\"default\";r=1;t=40");
        given().header("X-API-Key", name + "limited")
                .head("/v1/providers")
                .then()
                .statusCode(200);

        isRefused(read("limited", path), 20);
        isRefused(read("limited", "/v1/providers"), 20);
        isRefused(read("limited", "/v1/tenants"), 20);
        isRefused(given().header("X-API-Key", name + "limited").post("/v1/tenants/" + name + "/refreshes"), 20);
    }

    @Test
    void badRequestCountsAndOneThatIsRefusedBeforeDoesNot() {
        read("limited", path + "?nonsense=1").then().statusCode(400).header("RateLimit", "\"default\";r=2;t=20");

        read("limited", "/v1/tenants/absent/quotas").then().statusCode(404).header("RateLimit", nullValue());

        read("limited", path).then().header("RateLimit", "\"default\";r=1;t=40");
    }

    @Test
    void onesLimitIsNotTheOthers() {
        for (int call = 0; call < 4; call++) {
            var unused = read("limited", path);
        }

        read("free", path)
                .then()
                .statusCode(200)
                .header("RateLimit", nullValue())
                .header("RateLimit-Policy", nullValue());
        read("twice", path).then().statusCode(200);
    }

    @Test
    void keyOfSeveralTenantsHasTheLowestOfItsLimits() {
        read("twice", path).then().header("RateLimit-Policy", "\"default\";q=2;w=1");
        read("twice", "/v1/tenants/" + name + "-b/quotas").then().statusCode(200);

        assertThat(read("twice", path).statusCode()).isEqualTo(429);
    }
}
