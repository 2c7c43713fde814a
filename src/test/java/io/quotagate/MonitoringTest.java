package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What alerts, runbooks and the dashboard owe each other and their readers; whether Prometheus agrees is for .ci/deploy/alerts. */
class MonitoringTest {

    private static final Path RUNBOOKS = Path.of("docs/runbooks");
    private static final int COLUMNS = 24;

    private final Monitoring monitoring;

    MonitoringTest() throws IOException {
        this.monitoring = Monitoring.read();
    }

    private static String page(String alert) {
        return alert.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".md";
    }

    private static boolean fires(JsonNode test) {
        return !test.at("/alert_rule_test/0/exp_alerts").isEmpty();
    }

    private List<String> names() {
        return monitoring.alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .toList();
    }

    @Test
    void alertSaysWhatHowBadAndWhereToRead() {
        assertThat(monitoring.alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank().doesNotEndWith(".");
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo(RUNBOOKS + "/" + page(alert.path("alert").asText()));
        });
        assertThat(names()).doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasItsPageAndEveryPageItsAlert() throws IOException {
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(page -> !page.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().map(MonitoringTest::page).toList());
        }
        String index = Files.readString(RUNBOOKS.resolve("README.md"));
        assertThat(names()).allSatisfy(alert -> assertThat(index).contains("[" + alert + "](" + page(alert) + ")"));
    }

    @Test
    void pagesHaveOneShape() throws IOException {
        for (String alert : names()) {
            List<String> headings;
            try (Stream<String> lines = Files.lines(RUNBOOKS.resolve(page(alert)))) {
                headings = lines.filter(line -> line.startsWith("#")).toList();
            }
            assertThat(headings)
                    .containsExactly(
                            "# " + alert,
                            "## What it means",
                            "## What callers notice",
                            "## See it",
                            "## Do first",
                            "## How it ends",
                            "## What it is not");
        }
    }

    @Test
    void everyAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() {
        assertThat(names())
                .allSatisfy(alert -> assertThat(monitoring.cases())
                        .filteredOn(test ->
                                test.at("/alert_rule_test/0/alertname").asText().equals(alert))
                        .anyMatch(MonitoringTest::fires)
                        .anyMatch(test -> !fires(test)));
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndStandBesideEachOther() {
        assertThat(monitoring.panels())
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();

        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : monitoring.panels()) {
            for (List<Integer> cell : cells(panel.path("gridPos"))) {
                assertThat(cell.get(0)).isBetween(0, COLUMNS - 1);
                assertThat(taken.add(cell))
                        .as("%s is alone at %s", panel.path("title").asText(), cell)
                        .isTrue();
            }
        }
    }

    private static List<List<Integer>> cells(JsonNode at) {
        List<List<Integer>> cells = new ArrayList<>();
        for (int x = 0; x < at.path("w").asInt(); x++) {
            for (int y = 0; y < at.path("h").asInt(); y++) {
                cells.add(List.of(at.path("x").asInt() + x, at.path("y").asInt() + y));
            }
        }
        return cells;
    }

    @Test
    void panelSaysWhatItShowsAndInWhichUnit() {
        assertThat(monitoring.charts()).hasSizeGreaterThan(30).allSatisfy(panel -> {
            assertThat(panel.path("description").asText()).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
        });
    }

    @Test
    void absentIsNeverShownAsZero() {
        assertThat(monitoring.queries()).noneMatch(query -> query.contains("vector("));
        assertThat(monitoring.charts())
                .noneMatch(panel ->
                        panel.at("/fieldConfig/defaults/custom/spanNulls").asBoolean())
                .noneMatch(panel ->
                        panel.at("/fieldConfig/defaults/noValue").asText().matches("0.*"));
    }

    @Test
    void containersThatAreAskedAboutAreThere() throws IOException {
        JsonNode deployment = Monitoring.yaml(Path.of("src/main/kubernetes/base/deployment.yaml"));
        List<String> containers = deployment
                .at("/spec/template/spec/containers")
                .valueStream()
                .map(container -> container.path("name").asText())
                .toList();

        assertThat(monitoring.containers()).isNotEmpty().isSubsetOf(containers);
    }

    @Test
    void dashboardCanBeFoundAgain() {
        assertThat(monitoring.dashboard().path("uid").asText()).isEqualTo("quotagate");
        assertThat(monitoring.dashboard().path("id").isMissingNode()).isTrue();
        assertThat(monitoring.dashboard().at("/templating/list").valueStream())
                .extracting(variable -> variable.path("name").asText())
                .contains("datasource", "namespace", "pod", "provider", "tenant");
    }
}
