package io.quotagate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alerts and the dashboard as they lie in the repository. */
record Monitoring(List<JsonNode> rules, List<JsonNode> cases, JsonNode dashboard) {

    private static final Path FOLDER = Path.of("src/main/kubernetes/components/monitoring");

    /** What stands before a brace, a bracket or an operator, and is neither a function nor a label. */
    private static final Pattern SERIES =
            Pattern.compile("(?<![\\w\"$:.])([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?![\\w(:]|\\s*\\()");

    private static final Pattern NOT_SERIES =
            Pattern.compile("\"[^\"]*\"|\\b(by|on|without|group_left|group_right)\\s*\\([^)]*\\)|\\{[^}]*}");

    private static final Pattern CONTAINER = Pattern.compile("\\bcontainer\\s*=~?\\s*\"([^\"]*)\"");

    static Monitoring read() throws IOException {
        List<JsonNode> rules = yaml(FOLDER.resolve("prometheus-rule.yaml"))
                .at("/spec/groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .toList();
        List<JsonNode> cases = yaml(Path.of(".ci/deploy/alerts-test.yaml"))
                .path("tests")
                .valueStream()
                .toList();
        JsonNode dashboard = new ObjectMapper()
                .readTree(FOLDER.resolve("quotagate-dashboard.json").toFile());
        return new Monitoring(rules, cases, dashboard);
    }

    static JsonNode yaml(Path file) throws IOException {
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return new ObjectMapper().valueToTree(content);
    }

    List<JsonNode> alerts() {
        return rules.stream().filter(rule -> rule.has("alert")).toList();
    }

    /** Of the dashboard, those in collapsed rows too. */
    List<JsonNode> panels() {
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel ->
                        Stream.concat(Stream.of(panel), panel.path("panels").valueStream()))
                .toList();
    }

    /** Those that show something. */
    List<JsonNode> charts() {
        return panels().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<String> queries() {
        return charts().stream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asText())
                .toList();
    }

    /** Whatever Prometheus is asked, by an alert or a panel. */
    List<String> expressions() {
        Stream<String> asked = rules.stream().map(rule -> rule.path("expr").asText());
        return Stream.concat(asked, queries().stream()).toList();
    }

    /** The containers that are asked about, by name. */
    Set<String> containers() {
        return expressions().stream()
                .flatMap(query -> CONTAINER.matcher(query).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every series that an alert or a panel asks for, by name. */
    Set<String> series() {
        return expressions().stream()
                .map(query -> NOT_SERIES.matcher(query).replaceAll(" "))
                .flatMap(query -> SERIES.matcher(query).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
