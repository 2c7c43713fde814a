package io.quotagate.tenant;

import io.quotagate.provider.Rate;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.YamlMap.Complaints;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads and validates the tenants file, or a folder of them. Only whole: one wrong field refuses everything, so that no
 * tenant works with half of its connections unseen.
 */
@ApplicationScoped
class TenantsFile {

    private static final String RESERVED = "sandbox";
    /** Where the parser begins to quote. */
    private static final Pattern QUOTED_IN_PROBLEM =
            Pattern.compile("(?<=alias|anchor|tag handle|, but found|character) .*|: .*", Pattern.DOTALL);
    /** More digits say nothing, and an exponent without bounds has no exact quotient. */
    private static final int MOST_THRESHOLD_DIGITS = 20;

    private final ConnectionReader connections;
    private final SecretReference references;

    TenantsFile(ConnectionReader connections, Config config) {
        this.connections = connections;
        this.references = new SecretReference(
                name -> Optional.ofNullable(System.getenv(name)), name -> config.getOptionalValue(name, String.class));
    }

    /**
     * @param path a YAML file, or a folder whose {@code *.yaml} and {@code *.yml} are read; blocking
     * @throws InvalidTenants says where and why, for all places at once
     */
    List<Tenant> read(Path path) throws InvalidTenants {
        List<String> complaints = new ArrayList<>();
        List<Tenant> tenants = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        for (Path file : files(path)) {
            for (Tenant tenant : readFile(file, complaints)) {
                Path other = seen.putIfAbsent(tenant.id(), file);
                if (other != null) {
                    complaints.add(file + ": tenant '" + tenant.id() + "', field 'id' stands in " + other + " too");
                }
                tenants.add(tenant);
            }
        }
        if (!complaints.isEmpty()) {
            throw new InvalidTenants(complaints);
        }
        return SharedCredentials.withLowestRates(tenants);
    }

    /** The files that are read for a path, in order of their names. */
    static List<Path> files(Path path) throws InvalidTenants {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> files =
                    entries.filter(TenantsFile::isTenantsFile).sorted().toList();
            if (files.isEmpty()) {
                throw new InvalidTenants(List.of(path + ": the folder has no *.yaml or *.yml file"));
            }
            return files;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new InvalidTenants(List.of(path + ": the folder cannot be read"));
        }
    }

    private static boolean isTenantsFile(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
    }

    private List<Tenant> readFile(Path file, List<String> all) {
        Complaints complaints = new Complaints(file.toString(), references);
        List<Tenant> tenants = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            Node root = compose(reader);
            if (root == null) {
                all.add(file + ": the file is empty; field 'tenants' is missing");
                return List.of();
            }
            YamlMap top = new YamlMap(root, complaints, "", "");
            if (!top.has("tenants")) {
                top.complain("tenants", "is missing; it is the list of tenants");
            }
            top.maps("tenants").forEach(map -> readTenant(map).ifPresent(tenants::add));
            top.refuseOthers();
        } catch (MarkedYAMLException invalid) {
            int line = invalid.getProblemMark() == null
                    ? 0
                    : invalid.getProblemMark().getLine() + 1;
            all.add(file + ":" + line + ": not valid YAML: " + problem(invalid));
        } catch (YAMLException | IOException unreadable) {
            all.add(file + ": the file cannot be read as UTF-8 YAML");
        }
        all.addAll(complaints.all());
        return tenants;
    }

    /** The root of the document; null where there is none. */
    private static @Nullable Node compose(Reader reader) {
        try {
            return new Yaml(options()).compose(reader);
        } catch (IllegalArgumentException | IndexOutOfBoundsException surprised) {
            // SnakeYAML stumbles over some broken texts instead of refusing them, e.g. where an escape is cut off.
            throw new YAMLException("not valid YAML");
        }
    }

    /** Without what stands in the file, be it one character: it may be of a secret without quotes. */
    private static String problem(MarkedYAMLException invalid) {
        String problem = String.valueOf(invalid.getProblem());
        return QUOTED_IN_PROBLEM.matcher(problem).replaceFirst("").replaceAll("\\p{Cc}", "?");
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setMaxAliasesForCollections(1_000);
        return options;
    }

    private Optional<Tenant> readTenant(YamlMap unnamed) {
        Optional<String> id = unnamed.required("id", "must match " + Tenant.ID_PATTERN);
        YamlMap map = id.filter(YamlMap::isName)
                .map(known -> unnamed.named("tenant '" + known + "'"))
                .orElse(unnamed);
        Optional<String> known = id.filter(text -> isId(map, text));
        known.filter(RESERVED::equals)
                .ifPresent(text -> map.complain("id", "must not be 'sandbox', which is reserved"));
        Optional<String> name = map.text("name");
        YamlMap labels = map.map("labels");
        labels.names().forEach(labels::text);
        List<ApiKey> keys = readKeys(map);
        Thresholds thresholds = readThresholds(map.map("thresholds"));
        var found = connections.read(map, known.orElse("?"));
        map.refuseOthers();
        return known.map(text -> new Tenant(text, name, keys, thresholds, found));
    }

    static boolean isId(YamlMap map, String id) {
        if (!id.matches(Tenant.ID_PATTERN)) {
            map.complain("id", "must match " + Tenant.ID_PATTERN);
            return false;
        }
        return true;
    }

    private static List<ApiKey> readKeys(YamlMap tenant) {
        List<ApiKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (YamlMap map : tenant.maps("keys")) {
            Optional<String> id = map.required("id", "names the key for people");
            id.filter(text -> !ids.add(text)).ifPresent(text -> map.complain("id", "stands there twice"));
            String rule = "must be the SHA-256 of the key's UTF-8 bytes as 64 hex digits";
            Optional<String> digest = map.required("sha256", rule).map(text -> text.toLowerCase(Locale.ROOT));
            digest.filter(text -> !text.matches("[0-9a-f]{64}")).ifPresent(text -> map.complain("sha256", rule));
            digest.filter(text -> !digests.add(text)).ifPresent(text -> map.complain("sha256", "stands there twice"));
            Set<Permission> permissions = readPermissions(map);
            Optional<Instant> expiresAt =
                    map.parsed("expiresAt", Instant::parse, "must be a time such as 2027-01-01T00:00:00Z");
            Optional<Rate> limit = readRate(map, "limit");
            map.refuseOthers();
            if (id.isPresent() && digest.isPresent()) {
                keys.add(new ApiKey(id.get(), digest.get(), permissions, expiresAt, limit));
            }
        }
        return keys;
    }

    private static Set<Permission> readPermissions(YamlMap key) {
        if (!key.has("scopes")) {
            key.texts("scopes");
            return EnumSet.of(Permission.READ);
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String scope : key.texts("scopes")) {
            Permission.of(scope)
                    .ifPresentOrElse(
                            permissions::add, () -> key.complain("scopes", "must be of quota:read and quota:refresh"));
        }
        return permissions;
    }

    private static Thresholds readThresholds(YamlMap map) {
        String rule =
                "must be a number of at most " + MOST_THRESHOLD_DIGITS + " digits with 0 < warning <= critical <= 1";
        BigDecimal warning = map.parsed("warning", TenantsFile::threshold, rule).orElse(Thresholds.DEFAULT.warning());
        BigDecimal critical =
                map.parsed("critical", TenantsFile::threshold, rule).orElse(Thresholds.DEFAULT.critical());
        map.refuseOthers();
        try {
            Thresholds own = new Thresholds(warning, critical);
            return own.equals(Thresholds.DEFAULT) ? Thresholds.DEFAULT : own;
        } catch (IllegalArgumentException disordered) {
            map.complain("warning", rule);
            return Thresholds.DEFAULT;
        }
    }

    private static BigDecimal threshold(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.precision() > MOST_THRESHOLD_DIGITS || Math.abs((long) number.scale()) > MOST_THRESHOLD_DIGITS) {
            throw new NumberFormatException("too many digits");
        }
        return number;
    }

    /** A rate such as {@code 100/PT1S}: how many in how long. */
    static Optional<Rate> readRate(YamlMap map, String field) {
        return map.parsed(field, Rate::parse, "must be a rate such as 100/PT1S");
    }
}
