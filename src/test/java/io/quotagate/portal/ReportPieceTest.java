package io.quotagate.portal;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.RestAssuredConfig.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.api.Gzip;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page says of a report. */
@QuarkusTest
class ReportPieceTest {

    private static final String SOURCE = "pieces";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Scope ORGANIZATION = Scope.of(ScopeLevel.ORGANIZATION);

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    private final String id = "piece-" + COUNT.incrementAndGet();
    private final Connection drive = FakeProvider.connection(id, "drive");

    @BeforeEach
    void moveIn() {
        publish("A tenant");
    }

    private void publish(String name) {
        ApiKey key = new ApiKey(
                "reader", ApiKey.digest("k-" + id), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                SOURCE, List.of(new Tenant(id, Optional.of(name), List.of(key), Thresholds.DEFAULT, List.of(drive))));
    }

    @AfterEach
    void moveOut() {
        tenants.publish(SOURCE, List.of());
    }

    private Response ask(String query) {
        return given().header("X-API-Key", "k-" + id)
                .header("Prefer", "wait=2")
                .urlEncodingEnabled(false)
                .get("/portal/tenants/" + id + query);
    }

    /** What a person reads, with all white space alike. */
    private String text(String query) {
        Response answer = ask(query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.asString()
                .replaceAll("<[^>]*>", " ")
                .replaceAll("[\\s\u00a0]+", " ")
                .replace(" .", ".")
                .replace("&#39;", "'");
    }

    @Test
    void namesOfVendorsAndTenantsAreEscaped() {
        String evil = "\"'><img src=x onerror=alert(1)>";
        publish(evil);
        VendorField field = new VendorField(evil, evil, evil, evil);
        Quota quota = Quota.allocation(
                new Metric("fake." + evil),
                Unit.ONE,
                Scope.of(ScopeLevel.REGION, evil).answeredFor(evil),
                Amount.reported(BigDecimal.TEN, field),
                Amount.reported(BigDecimal.ONE, field));
        vendor.answers(
                drive,
                () -> Uni.createFrom()
                        .item(Observation.of(
                                clock.instant(),
                                List.of(quota),
                                new Account(AccountState.ACTIVE, evil, evil, evil, Map.of()))));

        String html = ask("?metric=" + "fake.%22%27%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
                .asString();

        assertThat(html).doesNotContain("<img", "\"'>").contains("&lt;img src=x onerror=alert(1)&gt;");
    }

    @Test
    void unknownIsSaidAndNeverZero() {
        vendor.says(
                drive,
                Quota.allocation(new Metric("fake.a"), Unit.BYTE, ORGANIZATION, Amount.unknown(), Amount.unknown()));

        assertThat(text(""))
                .contains(
                        "Used unknown unknown — the vendor does not say",
                        "Limit unknown",
                        "Left unknown",
                        "How full it is, the vendor does not say.",
                        "Unknown 1")
                .doesNotContain("0 B", "0 bytes");
        assertThat(ask("").asString()).doesNotContain("role=\"meter\"");
    }

    @Test
    void unlimitedIsNoNumber() {
        vendor.says(
                drive,
                Quota.allocation(
                        new Metric("fake.a"),
                        Unit.BYTE,
                        ORGANIZATION,
                        Amount.unlimited(TestQuotas.field("-1")),
                        TestQuotas.known("1024")));

        assertThat(text("")).contains("Used 1 KiB 1,024 bytes", "Limit unlimited", "Left unlimited", "computed", "-1");
    }

    @Test
    void balanceAndSettingSayWhatTheyAre() {
        vendor.says(
                drive,
                Quota.balance(new Metric("fake.a"), Unit.GIGABYTE_DAY, ORGANIZATION, TestQuotas.known("-13507.2")),
                Quota.setting(new Metric("fake.b"), Unit.USER, ORGANIZATION, TestQuotas.known("1")));

        assertThat(text(""))
                .contains(
                        "A prepaid balance: only what is left is told.",
                        "Left −13,507.2 GB·days",
                        "A setting: nothing is counted against it.",
                        "Limit 1 user");
    }

    @Test
    void barIsAsLongAsTheExactQuotientAndNoLongerThanAll() {
        vendor.says(
                drive,
                TestQuotas.count("fake.a", "3", "1"),
                TestQuotas.count("fake.b", "10", "15"),
                TestQuotas.count("fake.c", "0", "0"));

        String html = ask("").asString();

        assertThat(html)
                .contains("width=\"33.33\"", "aria-valuetext=\"1 of 3, 33.3\u00a0%\"")
                .contains("aria-valuenow=\"100\"", "150\u00a0%", "badge-exceeded")
                .contains("A limit of 0: there is nothing to fill.")
                .doesNotContain("\"150");
    }

    @Test
    void sumHasAllDigitsOrSaysWhyItHasNone() {
        Scope space = Scope.of(ScopeLevel.SPACE, "a");
        vendor.says(
                drive,
                Quota.allocation(
                        new Metric("fake.a"), Unit.BYTE, space, TestQuotas.known("2048"), TestQuotas.known("1536")),
                Quota.allocation(
                        new Metric("fake.b"), Unit.VM, ORGANIZATION, Amount.unknown(), TestQuotas.known("13")));

        assertThat(text(""))
                .contains(
                        "1.5 KiB 1,536 bytes 1 counted",
                        "unknown unknown — there is nothing to add up 1 left out: no number told, or limits that may be"
                                + " shared",
                        "13 VMs 1 counted")
                .doesNotContain("no vendor says");
    }

    @Test
    void pieceIsCompressedForWhomThatSuits() {
        vendor.says(drive, TestQuotas.stored("10", "1"));

        Response plain = compressed("identity");
        Response gzip = compressed("gzip, br");

        plain.then().header("Vary", "Accept-Encoding").header("Content-Encoding", nullValue());
        gzip.then().header("Vary", "Accept-Encoding").header("Content-Encoding", "gzip");
        assertThat(new String(Gzip.plain(gzip.asByteArray()), StandardCharsets.UTF_8))
                .startsWith("<div id=\"report\"")
                .contains("10 bytes");
    }

    /** As it is sent, by a client that adds nothing of its own. */
    private Response compressed(String encodings) {
        return given().config(config().decoderConfig(decoderConfig().noContentDecoders()))
                .header("X-API-Key", "k-" + id)
                .header("Accept-Encoding", encodings)
                .get("/portal/tenants/" + id);
    }

    @Test
    void warningsAreInPlainWords() {
        vendor.says(drive, TestQuotas.stored("10", "1").with(Warning.ZERO_OR_UNSET));

        assertThat(text("")).contains("The limit is 0, which may also mean that it was never set.");
        assertThat(ask("").asString()).contains("class=\"warned \"");
    }

    @Test
    void silentSourceSaysWhyAndTheReportIsNoError() {
        vendor.fails(drive, Reason.UNAUTHORIZED);
        var unused = given().header("X-API-Key", "k-" + id).get("/portal/tenants/" + id);

        assertThat(text(""))
                .contains(
                        "1 of 1 sources has nothing to show.",
                        "Credential refused",
                        "The vendor refused the credential of this connection",
                        "It is asked again in",
                        "There is nothing to show: no source has told any number.");
        assertThat(ask("").asString()).contains("href=\"/problems/source-unauthorized\"");
        given().get("/problems/source-unauthorized").then().statusCode(200);
    }

    @Test
    void vendorThatHasNotAnsweredYetIsToldSo() {
        vendor.hangs(drive);

        assertThat(text("")).contains("No answer yet", "The vendor has not answered yet; the question goes on.");
    }

    @Test
    void oldNumbersAreMarkedWithTheirAge() {
        vendor.says(drive, TestQuotas.stored("10", "1"));
        var unused = given().header("X-API-Key", "k-" + id).get("/portal/tenants/" + id);
        assertThat(text("")).contains("Observed 0 s ago , fresh for 1 min");

        vendor.hangs(drive);
        ((MovableClock) clock).pass(Duration.ofSeconds(61));

        assertThat(text("")).contains("Observed 1 min ago", "newer numbers are being fetched", "1 min ago refreshing");
    }

    @Test
    void nextPageKeepsTenantAndFilters() {
        vendor.says(drive, TestQuotas.count("fake.a", "3", "1"), TestQuotas.count("fake.b", "10", "5"));
        var unused = given().header("X-API-Key", "k-" + id).get("/portal/tenants/" + id);

        Response first = ask("?pageSize=1&status=ok");
        String next = first.htmlPath().getString("**.find { it.@id == 'next' }.@href");

        assertThat(next).startsWith("?tenant=" + id + "&pageSize=1&pageToken=").endsWith("&status=ok");
        assertThat(text(next.replace("?tenant=" + id + "&", "?"))).contains("1 of 2 quotas.", "fake.b");
    }

    @Test
    void filterThatMatchesNothingSaysSo() {
        vendor.says(drive, TestQuotas.count("fake.a", "3", "1"));
        var unused = given().header("X-API-Key", "k-" + id).get("/portal/tenants/" + id);

        assertThat(text("?status=exceeded"))
                .contains("0 of 1 quota.", "No quota matches these filters.", "Clear filters");
    }
}
