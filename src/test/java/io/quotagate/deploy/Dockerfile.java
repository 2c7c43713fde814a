package io.quotagate.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile by its instructions.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
record Dockerfile(List<Instruction> instructions) {

    /** One instruction: its name in capitals and what follows, on one line. */
    record Instruction(String name, String rest) {}

    Dockerfile {
        instructions = List.copyOf(instructions);
    }

    static Dockerfile read(String text) {
        List<Instruction> instructions = new ArrayList<>();
        String joined = text.replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", " ");
        for (String line : joined.split("\\R", -1)) {
            if (!line.isBlank()) {
                String[] parts = line.strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : ""));
            }
        }
        return new Dockerfile(instructions);
    }

    List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::rest)
                .toList();
    }

    /** What is in the image: the instructions from the last FROM on. */
    Dockerfile image() {
        int last = 0;
        for (int index = 0; index < instructions.size(); index++) {
            last = instructions.get(index).name().equals("FROM") ? index : last;
        }
        return new Dockerfile(instructions.subList(last, instructions.size()));
    }

    /** Images that it is made from, with the defaults of its arguments. */
    List<String> bases() {
        Map<String, String> defaults = new HashMap<>();
        all("ARG").forEach(argument -> {
            String[] parts = argument.split("=", 2);
            defaults.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return all("FROM").stream()
                .map(from -> filled(from.split("\\s+", 2)[0], defaults))
                .toList();
    }

    private static String filled(String text, Map<String, String> values) {
        Matcher reference = Pattern.compile("\\$\\{?(\\w+)}?").matcher(text);
        return reference.replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }
}
