package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a newcomer sees: one call, all four vendors, over real HTTP to the sandbox. */
@QuarkusTest
class MainJobTest {

    @Inject
    Clock clock;

    private static ValidatableResponse report(String query) {
        return given().header("X-API-Key", "sandbox")
                .get("/v1/tenants/sandbox/quotas" + query)
                .then();
    }

    private static void dial(String provider, String body) {
        given().header("X-API-Key", "sandbox")
                .body(body)
                .post("/sandbox/" + provider + "/faults")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void turnDialsOff() {
        dial("zstack", "{}");
        dial("koodrive", "{}");
        ((MovableClock) clock).pass(Duration.ofDays(2));
    }

    @Test
    void oneCallAnswersForAllFourVendors() {
        report("")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("sources.connection", contains("drive", "media", "objects", "vms"))
                .body("sources.status", everyItem(equalTo("ok")))
                .body("sources.problem", everyItem(nullValue()))
                .body("sources[0].quotas", equalTo(13))
                .body("sources[0].account.state", equalTo("active"))
                .body("sources[0].account.id", equalTo("9190086000001210958"))
                .body("sources[0].account.features.wps", equalTo(true))
                .body("sources[2].account.state", equalTo("arrears"))
                .body("sources[3].account.state", equalTo("unknown"));
    }

    @Test
    void numbersAreThoseOfTheContractsExample() {
        String drive = "quotas.find { it.id == 'drive:storage.stored:organization' }.";
        String total = "totals.find { it.metric == 'storage.stored' }.";
        report("")
                .body(drive + "limit.value", equalTo("10995116277760"))
                .body(drive + "used.value", equalTo("7939377152"))
                .body(drive + "remaining.value", equalTo("10987176900608"))
                .body(drive + "utilization", equalTo("0.000722"))
                .body(drive + "warnings", contains("unit_inferred"))
                .body(total + "limit.value", equalTo("10995116277760"))
                .body(total + "limit.included", equalTo(1))
                .body(total + "limit.excluded", equalTo(3))
                .body(total + "limit.lowerBound", equalTo(true))
                .body(total + "used.value", equalTo("7939379152"))
                .body(total + "used.included", equalTo(3))
                .body(total + "used.excluded", equalTo(1))
                .body(total + "remaining.value", equalTo("10987176900608"));
    }

    @Test
    void everyStatusOfTheFieldCanBeSeen() {
        report("")
                .body(
                        "quotas.status",
                        hasItems("ok", "warning", "critical", "exhausted", "exceeded", "unlimited", "unknown"));
    }

    @Test
    void balancesOfUcloudAreExactAndNameTheRegionThatAnswered() {
        report("?provider=ucloud-ufile&view=full")
                .body("quotas", hasSize(3))
                .body("quotas[0].metric", equalTo("objectstorage.download-traffic"))
                .body("quotas[0].remaining.value", equalTo("-5.1803"))
                .body("quotas[0].remaining.vendor.field", equalTo("/DataSet/0/DownloadFlow/Left"))
                .body("quotas[0].scope.id", equalTo("cn-bj2"))
                .body("quotas[0].scope.reported", equalTo("cn-bj"))
                .body("quotas[0].status", equalTo("exceeded"))
                .body("quotas[1].remaining.value", equalTo("2020000"))
                .body("quotas.warnings", everyItem(hasItem("region_mismatch")));
    }

    @Test
    void deadVendorIsNamedAndTheOthersAnswer() {
        dial("zstack", "{\"fault\":\"unavailable\"}");

        report("")
                .statusCode(200)
                .body("complete", equalTo(false))
                .body("sources.status", contains("ok", "ok", "ok", "unavailable"))
                .body("sources[3].problem.vendorCode", equalTo("SYS.1010"));
        report("?require=all").statusCode(503);
    }

    @Test
    void vendorThatFailsLaterIsStaleAndComesBack() {
        report("").statusCode(200);
        dial("koodrive", "{\"fault\":\"garbage\"}");
        ((MovableClock) clock).pass(Duration.ofHours(1));

        report("?connection=drive").body("sources.status", contains("stale"));
        report("?connection=drive&require=all")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("quotas", hasSize(13));
        dial("koodrive", "{}");
        Patience.until("the vendor's numbers are fresh again", this::isDriveFreshAMinuteLater);
    }

    private boolean isDriveFreshAMinuteLater() {
        ((MovableClock) clock).pass(Duration.ofMinutes(1));
        report("?connection=drive").statusCode(200);
        String status = report("?connection=drive").extract().path("sources[0].status");
        return status.equals("ok");
    }
}
