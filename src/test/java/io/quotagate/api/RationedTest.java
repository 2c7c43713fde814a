package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Ration;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers see of a ration that is used up. */
@QuarkusTest
class RationedTest {

    private static final Ration ONE_IN_HALF_A_MINUTE = Ration.perCredential("1/PT30S");
    /** A ninth more, less an eighteenth. */
    private static final Duration WAIT = Duration.ofNanos(33_333_333_334L - 1_666_666_666L);

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    Clock injected;

    @Inject
    MeterRegistry meters;

    private final String tenant = "rationed-" + TENANTS.incrementAndGet();
    private final VendorStub vendor =
            VendorStub.answering(request -> Reply.json(Answers.read("ufile/quota-info.json")));
    private final Connection first = connection("first");
    private final Connection second = connection("second");

    private Connection connection(String id) {
        return TestConnections.connection(
                        tenant,
                        id,
                        "ucloud-ufile",
                        vendor.url(),
                        Map.of("regions", List.of("cn-bj2")),
                        Map.of("publicKey", tenant, "privateKey", "s3cr3t"))
                .with(ONE_IN_HALF_A_MINUTE);
    }

    @AfterEach
    void stopVendor() {
        vendor.close();
    }

    private void publish(Connection... connections) {
        ApiKey key = new ApiKey(
                "ci",
                ApiKey.digest("k-" + tenant),
                Set.of(Permission.READ, Permission.REFRESH),
                Optional.empty(),
                Optional.empty());
        tenants.publish(
                tenant,
                List.of(new Tenant(
                        tenant, Optional.empty(), List.of(key), Thresholds.DEFAULT, Arrays.asList(connections))));
    }

    private RequestSpecification caller() {
        return given().header("X-API-Key", "k-" + tenant);
    }

    private Response sources() {
        return caller().get("/v1/tenants/" + tenant + "/sources");
    }

    private double throttled() {
        return meters.find("quotagate.vendor.throttled").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void connectionWithoutNumbersIsRateLimitedUntilThereIsACallForIt() {
        publish(first);
        sources().then().body("sources.status", contains("ok"));
        publish(first, second);

        Response rationed = sources();

        rationed.then()
                .body("sources.status", contains("ok", "rate_limited"))
                .body("sources[1].problem.detail", equalTo("this gateway's ration of calls to the vendor is used up"))
                .body("sources[1].problem.vendorCode", nullValue())
                .body(
                        "sources[1].problem.nextAttemptAt",
                        equalTo(Times.text(injected.instant().plus(WAIT))));
        assertThat(vendor.requests()).hasSize(1);

        ((MovableClock) injected).pass(Duration.ofSeconds(32));
        sources().then().body("sources[1].status", equalTo("ok"));
    }

    @Test
    void numbersOfAConnectionStandInForOnesThatItHasNoCallsFor() {
        publish(first);
        sources().then().body("sources.status", contains("ok"));

        caller().contentType("application/json")
                .body("{}")
                .post("/v1/tenants/" + tenant + "/refreshes")
                .then()
                .statusCode(202);
        Patience.until("it is refused", () -> "stale".equals(sources().path("sources[0].status")));

        sources()
                .then()
                .body("complete", equalTo(true))
                .body("sources[0].problem.reason", equalTo("rate_limited"))
                .body("sources[0].problem.consecutiveFailures", nullValue());
        assertThat(vendor.requests()).hasSize(1);
    }

    @Test
    void onlyTheVendorsOwnWordsAreCountedAsThrottling() {
        double before = throttled();
        publish(first);
        sources().then().body("sources.status", contains("ok"));
        publish(first, second);
        sources().then().body("sources.status", contains("ok", "rate_limited"));
        assertThat(throttled()).isEqualTo(before);

        ((MovableClock) injected).pass(Duration.ofSeconds(32));
        vendor.answer(request -> Reply.json("{\"RetCode\":153,\"Message\":\"throttled\"}"));
        sources().then().body("sources[1].status", equalTo("rate_limited"));

        assertThat(throttled()).isGreaterThan(before);
    }
}
