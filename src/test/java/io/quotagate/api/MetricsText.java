package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics read by the letter of OpenMetrics 1.0, as far as this gateway uses it: whatever deviates is an error. */
record MetricsText(List<Sample> samples) {

    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern METADATA = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.+)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(\\{(.*)})? (-?\\d+(\\.\\d+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(([^\"\\\\\n]|\\\\\"|\\\\\\\\|\\\\n)*)\"(,(?=.)|$)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Map<String, String> SUFFIXES = Map.of("gauge", "", "info", "_info", "stateset", "");

    record Sample(String name, Map<String, String> labels, String value) {

        /** @param pairs name and value in turns */
        private boolean has(String... pairs) {
            for (int at = 0; at < pairs.length; at += 2) {
                if (!pairs[at + 1].equals(labels.get(pairs[at]))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What is known of the family whose samples are read. */
    private record Family(String name, String type) {

        private static final Family NONE = new Family("", "");
    }

    static MetricsText of(String text) {
        assertThat(text).endsWith("\n# EOF\n").doesNotContain("\r", "\n\n");
        List<Sample> samples = new ArrayList<>();
        Set<String> families = new HashSet<>();
        Set<Object> series = new HashSet<>();
        Family family = Family.NONE;
        String previous = "";
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n")) {
            Matcher metadata = METADATA.matcher(line);
            if (metadata.matches()) {
                String name = metadata.group(2);
                switch (metadata.group(1)) {
                    case "TYPE" -> {
                        assertThat(families.add(name)).as("once: %s", line).isTrue();
                        assertThat(SUFFIXES).containsKey(metadata.group(3));
                        family = new Family(name, metadata.group(3));
                    }
                    case "UNIT" -> {
                        assertThat(previous).startsWith("# TYPE " + name + " ");
                        assertThat(name).endsWith("_" + metadata.group(3));
                        assertThat(family.type).isEqualTo("gauge");
                    }
                    default -> assertThat(previous).containsPattern("# (TYPE|UNIT) " + name + " ");
                }
            } else {
                Sample sample = sample(line, family);
                assertThat(series.add(Map.of(sample.name, sample.labels)))
                        .as("once: %s", line)
                        .isTrue();
                samples.add(sample);
            }
            previous = line;
        }
        assertThat(families).isNotEmpty();
        MetricsText metrics = new MetricsText(samples);
        metrics.checkStates(text);
        return metrics;
    }

    private static Sample sample(String line, Family family) {
        Matcher parts = SAMPLE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        assertThat(parts.group(1)).isEqualTo(family.name + SUFFIXES.get(family.type));
        Sample sample = new Sample(
                parts.group(1), labels(Optional.ofNullable(parts.group(3)).orElse("")), parts.group(4));
        switch (family.type) {
            case "info" -> assertThat(sample.value).isEqualTo("1");
            case "stateset" -> {
                assertThat(sample.labels).containsKey(family.name);
                assertThat(sample.value).isIn("0", "1");
            }
            default -> {}
        }
        return sample;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            assertThat(label.find(end) && label.start() == end).as(text).isTrue();
            String value = ESCAPED.matcher(label.group(2))
                    .replaceAll(escaped ->
                            escaped.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(escaped.group(1)));
            assertThat(labels.put(label.group(1), value)).as(text).isNull();
            end = label.end();
        }
        return labels;
    }

    /** Each thing has exactly one state of its set. */
    private void checkStates(String text) {
        text.lines()
                .filter(line -> line.startsWith("# TYPE ") && line.endsWith(" stateset"))
                .map(line -> line.split(" ")[2])
                .forEach(name -> assertThat(all(name).stream()
                                .collect(Collectors.groupingBy(
                                        sample -> {
                                            Map<String, String> others = new LinkedHashMap<>(sample.labels);
                                            others.remove(name);
                                            return others;
                                        },
                                        Collectors.summingInt(sample -> Integer.parseInt(sample.value))))
                                .values())
                        .as(name)
                        .allMatch(count -> count == 1));
    }

    List<Sample> all(String name) {
        return samples.stream().filter(sample -> sample.name.equals(name)).toList();
    }

    /** The only sample of that name with, among others, these labels. */
    Optional<String> value(String name, String... labels) {
        List<Sample> found = samples.stream()
                .filter(sample -> sample.name.equals(name) && sample.has(labels))
                .toList();
        assertThat(found).hasSizeLessThan(2);
        return found.stream().map(Sample::value).findFirst();
    }
}
