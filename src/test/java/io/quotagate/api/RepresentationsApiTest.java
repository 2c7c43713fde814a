package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.count;
import static io.quotagate.provider.TestQuotas.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report as something else than JSON: the same rules hold. */
@QuarkusTest
class RepresentationsApiTest {

    private static final String CSV = "text/csv";
    private static final String METRICS = "application/openmetrics-text";
    private static final String SCRAPER = "application/openmetrics-text;version=1.0.0;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String tenant = "forms-" + TENANTS.incrementAndGet();
    private final Connection one = FakeProvider.connection(tenant, "one");
    private final Connection two = FakeProvider.connection(tenant, "two");

    @BeforeEach
    void publish() {
        ApiKey key = new ApiKey(
                "reader", ApiKey.digest("k-" + tenant), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "test",
                List.of(new Tenant(tenant, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(one, two))));
        vendor.says(one, stored("10995116277760", "7939377152"));
        vendor.says(two, count("fake.b", "10", "8"), count("fake.a", "10", "10"), count("fake.c", "0", "0"));
    }

    private Response read(String accept, String query) {
        return given().header("X-API-Key", "k-" + tenant)
                .header("Accept", accept)
                .urlEncodingEnabled(false)
                .get("/v1/tenants/" + tenant + "/quotas" + query);
    }

    private CsvTable table(String query) {
        return CsvTable.of(read(CSV, query).then().statusCode(200).extract().asString());
    }

    private MetricsText metrics(String query) {
        return MetricsText.of(
                read(METRICS, query).then().statusCode(200).extract().asString());
    }

    @Test
    void tableSaysWhatTheJsonSays() {
        for (String query : List.of("", "?metric=fake.b", "?sort=-utilization", "?connection=two&minUtilization=0.9")) {
            JsonPath json = read("application/json", query).jsonPath();

            CsvTable table = table(query);

            assertThat(table.column("id")).isEqualTo(json.getList("quotas.id"));
            assertThat(table.column("used.value")).isEqualTo(json.getList("quotas.used.value"));
            assertThat(table.column("source.status")).containsOnly("ok");
        }
    }

    @Test
    void metricsSayWhatTheJsonSays() {
        JsonPath json = read("application/json", "").jsonPath();

        MetricsText metrics = metrics("");

        assertThat(metrics.all("quotagate_quota_used").stream().map(MetricsText.Sample::value))
                .isEqualTo(json.getList("quotas.used.value"));
        assertThat(metrics.value("quotagate_report_complete", "tenant", tenant)).contains("1");
        assertThat(metrics("?metric=fake.b").all("quotagate_quota_used")).hasSize(1);
    }

    @Test
    void headersSayWhatItIs() {
        for (int round = 0; round < 2; round++) {
            Response table = read(CSV, "");
            Response metrics = read(SCRAPER, "");
            Response json = read("application/json", "");

            assertThat(table.contentType()).isEqualTo("text/csv;charset=utf-8;header=present");
            assertThat(table.header("Content-Disposition")).isEqualTo("inline; filename=\"quotas-" + tenant + ".csv\"");
            assertThat(metrics.contentType()).isEqualTo("application/openmetrics-text;charset=utf-8;version=1.0.0");
            assertThat(metrics.header("Content-Disposition")).isNull();
            assertThat(json.contentType()).isEqualTo("application/json");
            assertThat(json.header("Content-Disposition")).isNull();
            for (Response answer : List.of(table, metrics, json)) {
                assertThat(answer.header("Vary")).contains("Accept,");
                assertThat(answer.header("Cache-Control")).startsWith("private, max-age=60");
                assertThat(answer.header("Age")).isEqualTo("0");
                assertThat(answer.header("Cache-Status")).startsWith("quotagate; ");
            }
        }
    }

    @Test
    void keptAnswerIsServedInTheFormThatWasAskedFor() {
        List<String> accepts = List.of("application/json", CSV, METRICS);
        List<String> first =
                accepts.stream().map(accept -> read(accept, "").asString()).toList();

        List<Response> kept = accepts.stream().map(accept -> read(accept, "")).toList();

        assertThat(kept.stream().map(Response::asString)).isEqualTo(first).doesNotHaveDuplicates();
        assertThat(kept.stream().map(answer -> answer.header("Cache-Status")))
                .allMatch(status -> status.startsWith("quotagate; hit; "));
        assertThat(vendor.calls(one)).isEqualTo(1);
    }

    @Test
    void eachFormHasATagOfItsOwn() {
        List<String> accepts = List.of("application/json", CSV, METRICS);
        List<String> tags = new ArrayList<>();
        for (String accept : accepts) {
            tags.add(read(accept, "").header("ETag"));
        }

        assertThat(tags).doesNotHaveDuplicates().allMatch(tag -> tag.startsWith("W/\""));
        for (int form = 0; form < accepts.size(); form++) {
            for (int tag = 0; tag < tags.size(); tag++) {
                Response answer = given().header("X-API-Key", "k-" + tenant)
                        .header("Accept", accepts.get(form))
                        .header("If-None-Match", tags.get(tag))
                        .get("/v1/tenants/" + tenant + "/quotas");

                assertThat(answer.statusCode()).isEqualTo(form == tag ? 304 : 200);
            }
        }
    }

    @Test
    void tagSurvivesARefreshThatBringsTheSameNumbers() {
        List<String> before = List.of(tag(CSV), tag(METRICS));
        ((MovableClock) clock).pass(Duration.ofSeconds(61));
        assertThat(table("").column("source.status")).containsOnly("stale");
        Patience.until(
                "the numbers are fresh again",
                () -> read("application/json", "").path("sources.status").equals(List.of("ok", "ok")));

        assertThat(List.of(tag(CSV), tag(METRICS))).isEqualTo(before);
    }

    private String tag(String accept) {
        return read(accept, "").header("ETag");
    }

    @Test
    void gzipIsTheSame() throws IOException {
        for (String accept : List.of(CSV, METRICS)) {
            String plain = read(accept, "").asString();

            String answer = ask("GET", accept, "Accept-Encoding: gzip");

            assertThat(answer).contains("content-encoding: gzip");
            byte[] packed = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
            byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain);
        }
    }

    @Test
    void headHasTheHeadersAlone() throws IOException {
        for (String accept : List.of(CSV, METRICS)) {
            Answer cold = new Answer(ask("HEAD", accept, "X-Request-Id: cold"));
            Answer hot = new Answer(ask("HEAD", accept, "X-Request-Id: hot"));
            String body = read(accept, "").asString();

            for (Answer answer : List.of(cold, hot)) {
                assertThat(answer.body()).isEmpty();
                assertThat(answer.header("Content-Type").orElse("")).startsWith(accept + ";");
            }
            assertThat(hot.header("Content-Length")).contains(Integer.toString(body.length()));
        }
    }

    /** What came back, byte by byte. */
    private String ask(String method, String accept, String header) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream()
                    .write((method + " /v1/tenants/" + tenant + "/quotas HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k-"
                                    + tenant + "\r\nAccept: " + accept + "\r\n" + header
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void tableHasAllQuotasUnlessPagesAreWanted() {
        Response first = read(CSV, "?pageSize=3");
        String next = first.header("Link").replaceAll("^<[^?]*|>.*$", "");
        Response last = read(CSV, next);

        assertThat(read(CSV, "").header("Link")).isNull();
        assertThat(table("").rows()).hasSize(4);
        assertThat(CsvTable.of(first.asString()).rows()).hasSize(3);
        assertThat(CsvTable.of(last.asString()).column("id")).containsExactly("two:fake.c:organization");
        assertThat(last.header("Link")).isNull();
    }

    @Test
    void sourceWithNothingToShowIsNotLost() {
        vendor.fails(two, Reason.UNAUTHORIZED);

        assertThat(table("").rows().get(0))
                .containsEntry("connection", "two")
                .containsEntry("source.status", "unauthorized");
        assertThat(table("?metric=storage.stored").column("connection")).containsExactly("two", "one");
        assertThat(metrics("").value("quotagate_report_complete")).contains("0");
        Response first = read(CSV, "?pageSize=1&connection=one&connection=two");
        assertThat(CsvTable.of(first.asString()).column("connection")).containsExactly("two", "one");
    }

    @Test
    void metricsHaveNoPages() {
        read(METRICS, "?pageSize=3&pageToken=x&no=such")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.name", hasItems("pageSize", "pageToken", "no"));
    }

    @Test
    void whoTakesNoFormThatThereIsGetsAProblem() {
        for (String accept : List.of("text/html", "application/json;q=0", METRICS + ";version=2.0.0", "text/csv;q=0")) {
            for (int round = 0; round < 2; round++) {
                read(accept, "")
                        .then()
                        .statusCode(406)
                        .contentType("application/problem+json")
                        .body("type", equalTo("/problems/not-acceptable"));
            }
        }
    }

    @Test
    void problemsAreProblemsInEveryForm() {
        for (String accept : List.of(CSV, METRICS)) {
            read(accept, "?sort=x")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("errors.name", hasItems("sort"));
        }
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.fails(two, Reason.UNAVAILABLE);
        for (String accept : List.of(CSV, METRICS)) {
            read(accept, "")
                    .then()
                    .statusCode(503)
                    .body("sources.status", equalTo(List.of("unavailable", "unavailable")));
        }
    }

    @Test
    void othersThanTheReportAreJsonAlone() {
        for (String path : List.of("/sources", "/quotas/one:storage.stored:organization")) {
            given().header("X-API-Key", "k-" + tenant)
                    .header("Accept", CSV)
                    .get("/v1/tenants/" + tenant + path)
                    .then()
                    .statusCode(406);
        }
    }
}
