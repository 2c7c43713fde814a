package io.quotagate.tenant;

import static io.quotagate.fuzz.Oracle.is;

import io.quotagate.fuzz.Target;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Credential;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The tenants file: understood whole, or refused with the place of every mistake and without a word of a secret. */
final class TenantsFileTarget implements Target {

    /** Part of every secret of the committed inputs. */
    private static final String CANARY = "S3CR3T";

    private static final Pattern SECRET_LINE =
            Pattern.compile("[^\n\r]*(?:Token|Secret|Key|password)\\s*:[^\n\r]*S3CR3T[^\n\r]*");

    private static final Pattern COMPLAINT = Pattern.compile("(?::\\d+)?: (?:not valid YAML: .+|the file .+"
            + "|(?:tenant '[^']+'(?:, connection '[^']+')?, )?field '[^']+' .+)");

    /** On Linux; a disk would be most of the work. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Amounts that bring every threshold into play. */
    private static final List<Quota> QUOTAS =
            List.of(quota("100.0", "85"), quota("3", "2.999999"), quota("1e30", "1e-6"));

    private final TenantsFile reader = TestTenantsFile.reader();
    private final Path file;

    TenantsFileTarget() {
        try {
            this.file = Files.isWritable(MEMORY)
                    ? Files.createTempFile(MEMORY, "tenants", ".yaml")
                    : Files.createTempFile("tenants", ".yaml");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        file.toFile().deleteOnExit();
    }

    private static Quota quota(String limit, String used) {
        VendorField field = new VendorField("GET /", "/x", limit, "By");
        return Quota.allocation(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(ScopeLevel.ORGANIZATION),
                Amount.reported(new BigDecimal(limit), field),
                Amount.reported(new BigDecimal(used), field));
    }

    @Override
    public boolean understands(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Files.write(file, input);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        try {
            accepted(reader.read(file), text);
            return true;
        } catch (InvalidTenants refusal) {
            refused(String.valueOf(refusal.getMessage()), text);
            return false;
        }
    }

    @Override
    public byte[] vary(Random random, byte[] input) {
        return YamlEdits.edit(random, input);
    }

    private void refused(String message, String text) {
        is(message.chars().noneMatch(Character::isISOControl), () -> "more than one line: " + message);
        is(message.startsWith(file + ":"), () -> "names no file: " + message);
        String places = message.replace("stands in " + file + " too", "stands there twice");
        for (String complaint : places.split(Pattern.quote(file.toString()))) {
            String trimmed = complaint.endsWith("; ") ? complaint.substring(0, complaint.length() - 2) : complaint;
            is(trimmed.isEmpty() || COMPLAINT.matcher(trimmed).matches(), () -> "names no place: " + message);
        }
        is(!message.contains(CANARY) || isSpoken(text), () -> "a secret: " + message);
    }

    /** True where an input puts the canary into an id, or the name of a field or of what is referred to. */
    private static boolean isSpoken(String text) {
        LoaderOptions asMuchAsTheReader = new LoaderOptions();
        asMuchAsTheReader.setMaxAliasesForCollections(1_000);
        Node root = new Yaml(asMuchAsTheReader).compose(new StringReader(text));
        return isSpoken(root, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isSpoken(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return false;
        }
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .anyMatch(tuple -> isNamed(tuple) || isSpoken(tuple.getValueNode(), seen));
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().anyMatch(item -> isSpoken(item, seen));
        }
        return isCanary(node, "${");
    }

    private static boolean isNamed(NodeTuple tuple) {
        boolean id =
                tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("id");
        return isCanary(tuple.getKeyNode(), "") || id && isCanary(tuple.getValueNode(), "");
    }

    private static boolean isCanary(Node node, String prefix) {
        return node instanceof ScalarNode scalar
                && scalar.getValue().startsWith(prefix)
                && scalar.getValue().contains(CANARY);
    }

    private static void accepted(List<Tenant> tenants, String text) {
        Set<String> ids = new HashSet<>();
        for (Tenant tenant : tenants) {
            is(isId(tenant.id()) && ids.add(tenant.id()) && !tenant.id().equals("sandbox"), () -> "id of " + tenant);
            is(
                    tenant.keys().stream().allMatch(key -> key.sha256().matches("[0-9a-f]{64}")),
                    () -> "a key that is no digest: " + tenant);
            tenant.connections().forEach(connection -> usable(tenant, connection));
            for (Quota quota : QUOTAS) {
                var unused = quota.status(tenant.thresholds());
            }
        }
        boolean onlyInSecrets = text.lines()
                .filter(line -> line.contains(CANARY))
                .allMatch(line -> SECRET_LINE.matcher(line).matches());
        is(!onlyInSecrets || !tenants.toString().contains(CANARY), () -> "a secret: " + tenants);
        standsThere(tenants, text);
    }

    private static boolean isId(String id) {
        return id.matches("[a-z0-9][a-z0-9-]{0,62}");
    }

    private static void usable(Tenant tenant, Connection connection) {
        is(
                isId(connection.id())
                        && tenant.connection(connection.id())
                                .filter(connection::equals)
                                .isPresent(),
                () -> "id of " + connection);
        int port = connection.endpoint().port();
        is(port > 0 && port < 65_536 && !connection.endpoint().host().isEmpty(), () -> "endpoint of " + connection);
        is(
                connection.freshFor().compareTo(Duration.ZERO) > 0
                        && connection.staleFor().compareTo(connection.freshFor()) >= 0
                        && connection.staleFor().toDays() <= 3_650,
                () -> "freshness of " + connection);
        is(
                connection.credentials().values().stream()
                        .map(Credential::reveal)
                        .noneMatch(secret -> secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)),
                () -> "credentials of " + connection);
    }

    /** By SnakeYAML's own way to objects, which the reader does not go: the same tenants and enabled connections. */
    private static void standsThere(List<Tenant> tenants, String text) {
        Object read;
        try {
            read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (YAMLException | IllegalArgumentException moreThanPlainValues) {
            return;
        }
        List<String> written = new ArrayList<>();
        for (Map<?, ?> tenant : maps(read, "tenants")) {
            written.add(String.valueOf(tenant.get("id")));
            for (Map<?, ?> connection : maps(tenant, "connections")) {
                if (!Boolean.FALSE.equals(connection.get("enabled")) && !"false".equals(connection.get("enabled"))) {
                    written.add(tenant.get("id") + "/" + connection.get("id"));
                }
            }
        }
        List<String> shown = new ArrayList<>();
        for (Tenant tenant : tenants) {
            shown.add(tenant.id());
            tenant.connections().forEach(connection -> shown.add(tenant.id() + "/" + connection.id()));
        }
        is(written.size() == shown.size(), () -> shown + " where there are " + written);
    }

    private static List<Map<?, ?>> maps(Object map, String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (map instanceof Map<?, ?> known && known.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> found) {
                    maps.add(found);
                }
            }
        }
        return maps;
    }
}
