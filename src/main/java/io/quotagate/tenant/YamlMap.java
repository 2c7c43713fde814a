package io.quotagate.tenant;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the tenants file that knows where it stands. Every complaint goes to one list, with file, line, place and
 * field, so that an operator sees all of them at once; values never do.
 */
final class YamlMap {

    /** Of fields, labels and ids that may be spoken of. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./<-]{1,63}");

    private final Complaints complaints;
    private final String place;
    private final String prefix;
    private final Node node;
    private final Map<String, Node> members;
    private final Set<String> asked;

    /** What is wrong with a file, and how its references are resolved. */
    static final class Complaints {

        private final String file;
        private final SecretReference references;
        private final List<String> all = new ArrayList<>();

        Complaints(String file, SecretReference references) {
            this.file = file;
            this.references = references;
        }

        List<String> all() {
            return List.copyOf(all);
        }

        private void add(Node at, String place, String prefix, String name, String rule) {
            String where = place.isEmpty() ? "" : place + ", ";
            String field = prefix + (isName(name) ? name : "?");
            all.add(file + ":" + (at.getStartMark().getLine() + 1) + ": " + where + "field '" + field + "' " + rule);
        }
    }

    /**
     * @param place e.g. {@code tenant 'acme', connection 'drive'}
     * @param prefix of the fields' names, e.g. {@code settings.}
     */
    YamlMap(Node node, Complaints complaints, String place, String prefix) {
        this(node, complaints, place, prefix, new LinkedHashMap<>(), new HashSet<>());
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::addMember);
        }
    }

    private YamlMap(
            Node node,
            Complaints complaints,
            String place,
            String prefix,
            Map<String, Node> members,
            Set<String> asked) {
        this.node = node;
        this.complaints = complaints;
        this.place = place;
        this.prefix = prefix;
        this.members = members;
        this.asked = asked;
    }

    private void addMember(NodeTuple tuple) {
        String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        Node value = tuple.getValueNode();
        if (members.put(name, value) != null) {
            complaints.add(tuple.getKeyNode(), place, prefix, shown(name, value), "stands there twice");
        }
    }

    /** What stands where a name should and looks like none may be a secret, as in {@code accessToken:s3cr3t}. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A name without a value may be a secret, too, that has lost its own name. */
    private static String shown(String name, Node value) {
        return value.getTag().equals(Tag.NULL) ? "?" : name;
    }

    /** The same mapping, spoken of by its own name instead of its number. */
    YamlMap named(String ownPlace) {
        return new YamlMap(node, complaints, ownPlace, "", members, asked);
    }

    Set<String> names() {
        return members.keySet();
    }

    /** True where there is a value other than null. */
    boolean has(String name) {
        asked.add(name);
        Node value = members.get(name);
        return value != null && !value.getTag().equals(Tag.NULL);
    }

    void complain(String field, String rule) {
        complaints.add(members.getOrDefault(field, node), place, prefix, field, rule);
    }

    /** Complains of every field that nobody asked for. */
    void refuseOthers() {
        members.forEach((name, value) -> {
            if (!asked.contains(name)) {
                String known = String.join(", ", asked.stream().sorted().toList());
                complaints.add(value, place, prefix, shown(name, value), "is unknown; known are " + known);
            }
        });
    }

    /** Where the scalar is to be read from; empty where unset or null, or complained of. */
    Optional<Supplier<String>> source(String name) {
        asked.add(name);
        Node value = members.get(name);
        return value == null || !has(name) ? Optional.empty() : scalar(name, value);
    }

    @CanIgnoreReturnValue
    Optional<String> text(String name) {
        return source(name).flatMap(source -> read(name, source));
    }

    Optional<String> required(String name, String rule) {
        asked.add(name);
        if (!has(name)) {
            complain(name, "is missing; it " + rule);
        }
        return text(name);
    }

    /** The scalar as something else; complains with the rule where the parser throws. */
    <T> Optional<T> parsed(String name, Function<String, T> parser, String rule) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text));
            } catch (RuntimeException malformed) {
                complain(name, rule);
                return Optional.empty();
            }
        });
    }

    /** All scalars of a list; empty where unset or null. */
    @CanIgnoreReturnValue
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(name)) {
            scalar(name, item).flatMap(source -> read(name, source)).ifPresent(texts::add);
        }
        return texts;
    }

    /** All mappings of a list, numbered in their fields' names; empty where unset or null. */
    List<YamlMap> maps(String name) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(name)) {
            if (item instanceof MappingNode) {
                maps.add(new YamlMap(item, complaints, place, prefix + name + "[" + maps.size() + "]."));
            } else {
                complaints.add(item, place, prefix, name, "must be a list of mappings");
            }
        }
        return maps;
    }

    /** The mapping under that name; an empty one where unset or null. */
    @CanIgnoreReturnValue
    YamlMap map(String name) {
        asked.add(name);
        Node member = members.get(name);
        if (has(name) && !(member instanceof MappingNode)) {
            complain(name, "must be a mapping");
        }
        String inside = prefix + name + ".";
        return member == null
                ? new YamlMap(node, complaints, place, inside, Map.of(), new HashSet<>())
                : new YamlMap(member, complaints, place, inside);
    }

    private List<Node> items(String name) {
        asked.add(name);
        if (!has(name)) {
            return List.of();
        }
        if (members.get(name) instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        complain(name, "must be a list");
        return List.of();
    }

    private Optional<Supplier<String>> scalar(String name, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            complaints.add(value, place, prefix, name, "must be a single value");
            return Optional.empty();
        }
        try {
            return Optional.of(complaints.references.resolve(scalar.getValue()));
        } catch (IllegalArgumentException nowhere) {
            complaints.add(value, place, prefix, name, String.valueOf(nowhere.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<String> read(String name, Supplier<String> source) {
        try {
            return Optional.of(source.get());
        } catch (RuntimeException unreadable) {
            complain(name, "refers to something that cannot be read");
            return Optional.empty();
        }
    }
}
