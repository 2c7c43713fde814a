package io.quotagate;

import static io.quotagate.FourVendors.KEY;
import static io.quotagate.FourVendors.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quotagate.provider.Patience;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a gateway: traces, the lines of its log as JSON, metrics of quotas, health. */
class SeenFromOutsideIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @TempDir
    Path folder;

    private final FourVendors vendors = new FourVendors();
    private final TraceCollector collector = new TraceCollector();

    private PackagedGateway start(String tenants, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("tenants.yaml"), tenants);
        Map<String, String> environment =
                new HashMap<>(Map.of("QUOTAGATE_TENANTS", file.toString(), "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1"));
        for (int pair = 0; pair < more.length; pair += 2) {
            environment.put(more[pair], more[pair + 1]);
        }
        return PackagedGateway.start(folder, environment).awaitReady();
    }

    private PackagedGateway startTraced(String tenants) throws IOException {
        return start(
                tenants,
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.url(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
                "0.1S",
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                "true");
    }

    @AfterEach
    void stop() {
        vendors.close();
        collector.close();
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? Long.toString(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }

    private static String hex(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private List<Span> await(int many) {
        Patience.until(many + " spans come", () -> collector.spans().size() >= many);
        return collector.spans();
    }

    @Test
    void eachCallToAVendorIsASpanOfTheCallersTraceAndNoneHasASecret() throws IOException {
        try (PackagedGateway gateway = startTraced(vendors.tenants())) {
            HttpResponse<String> answer = gateway.read(REPORT, KEY, "traceparent", PARENT);

            // A request, four fetches, seven calls of which two are logins.
            List<Span> spans = await(12);
            assertThat(answer.headers().firstValue("traceparent")).contains(PARENT);
            assertThat(spans).extracting(span -> hex(span.getTraceId())).containsOnly(TRACE);
            assertThat(spans)
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder(
                            "GET /v1/tenants/{tenantId}/quotas",
                            "fetch koodrive",
                            "koodrive /koodrive/ose/v1/service",
                            "koodrive /koodrive/ose/v1/service/quotaUsed",
                            "fetch tencent-smh",
                            "tencent-smh token",
                            "tencent-smh usage",
                            "fetch ucloud-ufile",
                            "ucloud-ufile GetUFileQuotaInfo",
                            "fetch zstack",
                            "zstack logInByAccount",
                            "zstack usages");
            assertThat(spans)
                    .filteredOn(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                    .hasSize(7)
                    .allSatisfy(span -> assertThat(attributes(span))
                            .containsEntry("http.response.status_code", "200")
                            .containsEntry("server.address", "127.0.0.1")
                            .containsEntry("quotagate.tenant", "acme")
                            .containsKeys("quotagate.provider", "quotagate.connection", "quotagate.vendor.call"));
            assertThat(collector.raw()).doesNotContain("s3cr3t", "objects-public", "Signature", "http://");
        }
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void spansHangTogetherAsTheCallsDo() throws IOException {
        try (PackagedGateway gateway = startTraced(vendors.tenants())) {
            gateway.read(REPORT, KEY);

            List<Span> spans = await(12);
            Span request = named(spans, "GET /v1/tenants/{tenantId}/quotas");
            Span fetch = named(spans, "fetch zstack");
            assertThat(fetch.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(named(spans, "zstack logInByAccount").getParentSpanId()).isEqualTo(fetch.getSpanId());
            assertThat(named(spans, "zstack usages").getParentSpanId()).isEqualTo(fetch.getSpanId());
            assertThat(request.getParentSpanId()).isEmpty();
        }
    }

    @Test
    void problemHasTheTraceOfItsSpanAndExemplarsLeadToTraces() throws IOException {
        try (PackagedGateway gateway = startTraced(vendors.tenants())) {
            gateway.read(REPORT, KEY, "traceparent", PARENT);
            HttpResponse<String> problem =
                    gateway.read("/v1/tenants/other/quotas", KEY, "traceparent", PARENT.replaceFirst("00", "01"));

            List<Span> spans = await(13);
            assertThat(spans)
                    .filteredOn(span -> attributes(span)
                            .getOrDefault("http.response.status_code", "")
                            .equals("404"))
                    .singleElement()
                    .satisfies(span -> assertThat(problem.body()).contains(hex(span.getTraceId())));
            assertThat(gateway.manage("/metrics").body())
                    .containsPattern("quotagate_fetch_seconds_bucket\\{.*# \\{.*trace_id=\"" + TRACE + "\"")
                    .containsPattern("quotagate_read_wait_seconds_bucket\\{.*# \\{.*trace_id=\"" + TRACE + "\"");
        }
    }

    @Test
    void lineOfTheLogAboutAVendorsFailureNamesTenantConnectionAndTrace() throws IOException {
        try (VendorStub broken = VendorStub.answering(request -> Reply.of(500, "vendor-text"))) {
            String tenants = vendors.tenants().replaceAll("http://127.0.0.1:\\d+", broken.url());
            try (PackagedGateway gateway = startTraced(tenants)) {
                gateway.read(REPORT + "?connection=objects", KEY, "traceparent", PARENT);

                List<Span> spans = await(3);
                Span fetch = named(spans, "fetch ucloud-ufile");
                assertThat(fetch.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                assertThat(attributes(fetch)).containsEntry("error.type", "unavailable");
                assertThat(gateway.log().stream().map(SeenFromOutsideIT::json))
                        .filteredOn(line -> line.path("loggerName").asText().endsWith("Fetches"))
                        .singleElement()
                        .satisfies(line -> {
                            assertThat(line.path("level").asText()).isEqualTo("WARN");
                            assertThat(line.at("/mdc/tenant").asText()).isEqualTo("acme");
                            assertThat(line.at("/mdc/connection").asText()).isEqualTo("objects");
                            assertThat(line.at("/mdc/traceId").asText()).isEqualTo(TRACE);
                            assertThat(line.at("/mdc/spanId").asText()).isEqualTo(hex(fetch.getSpanId()));
                        });
                assertThat(collector.raw()).doesNotContain("vendor-text");
            }
        }
    }

    /** All lines are JSON, those of the audit log too. */
    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException text) {
            throw new UncheckedIOException(line, text);
        }
    }

    @Test
    void quotasAreMetricsWhereThatIsWanted() throws IOException {
        try (PackagedGateway gateway = start(vendors.tenants(), "QUOTAGATE_METRICS_QUOTAS", "true")) {
            gateway.read(REPORT, KEY);

            String metrics = gateway.manage("/metrics").body();
            assertThat(metrics)
                    .contains("quotagate_quota_limit{tenant=\"acme\",connection=\"drive\",metric=\"users\","
                            + "scope=\"organization\",unit=\"{user}\"} 100.0")
                    .contains("quotagate_quota_remaining{tenant=\"acme\",connection=\"objects\"")
                    // A balance: the vendor says neither.
                    .doesNotContain("quotagate_quota_limit{tenant=\"acme\",connection=\"objects\"")
                    .doesNotContain("quotagate_quota_used{tenant=\"acme\",connection=\"objects\"");
            Matcher age = Pattern.compile(
                            "quotagate_snapshot_age_seconds\\{tenant=\"acme\",connection=\"vms\"\\} ([0-9.E-]+)")
                    .matcher(metrics);
            assertThat(age.find()).isTrue();
            assertThat(Double.parseDouble(age.group(1))).isBetween(0.0, 60.0);
        }
    }

    @Test
    void quotasAreNoMetricsOtherwise() throws IOException {
        try (PackagedGateway gateway = start(vendors.tenants())) {
            gateway.read(REPORT, KEY);

            assertThat(gateway.manage("/metrics").body())
                    .contains("quotagate_reads_total")
                    .doesNotContain("quotagate_quota_", "quotagate_snapshot_age", "acme", "trace_id");
        }
    }
}
