package io.quotagate.tenant;

import io.quarkus.arc.All;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Connection.Refresh;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.ConnectionSchema.Presence;
import io.quotagate.provider.ConnectionSchema.Shape;
import io.quotagate.provider.Credential;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rate;
import io.quotagate.provider.VendorHttp;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a tenant's connections; each provider's schema says what its settings and credentials are. */
@ApplicationScoped
class ConnectionReader {

    private static final String URL_RULE = "must be an absolute http or https URL without user info, query or fragment";

    private final Map<String, ConnectionSchema> schemas;
    private final ProviderFreshness freshness;
    private final ProviderRations rations;
    private final VendorHttp http;

    ConnectionReader(
            @All List<QuotaProvider> providers, ProviderFreshness freshness, ProviderRations rations, VendorHttp http) {
        this.schemas = new TreeMap<>(providers.stream()
                .collect(Collectors.toMap(
                        QuotaProvider::id, provider -> provider.catalogue().connection())));
        this.freshness = freshness;
        this.rations = rations;
        this.http = http;
    }

    /** The enabled connections; the others are checked all the same. */
    List<Connection> read(YamlMap tenant, String tenantId) {
        List<Connection> connections = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlMap unnamed : tenant.maps("connections")) {
            Optional<String> id = unnamed.required("id", "must match " + Tenant.ID_PATTERN);
            YamlMap map = id.filter(YamlMap::isName)
                    .map(known -> unnamed.named("tenant '" + tenantId + "', connection '" + known + "'"))
                    .orElse(unnamed);
            id.filter(text -> TenantsFile.isId(map, text) && !ids.add(text))
                    .ifPresent(text -> map.complain("id", "stands there twice"));
            readOne(map, tenantId, id.orElse("?")).ifPresent(connections::add);
        }
        return connections;
    }

    private Optional<Connection> readOne(YamlMap map, String tenant, String id) {
        Optional<String> provider = map.required("provider", providerRule());
        Optional<ConnectionSchema> schema = provider.map(schemas::get);
        if (provider.isPresent() && schema.isEmpty()) {
            map.complain("provider", providerRule());
        }
        map.text("name");
        Optional<URI> url = map.required("baseUrl", URL_RULE).flatMap(text -> url(map, text));
        Endpoint endpoint = new Endpoint(
                url.orElse(URI.create("http://invalid.invalid")),
                named(map, "tls", http::hasTls),
                named(map, "proxy", http::hasProxy),
                Endpoint.Reach.GUARDED);
        boolean enabled = map.parsed("enabled", ConnectionReader::flag, "must be true or false")
                .orElse(true);
        Optional<Duration> freshFor = duration(map, "freshFor");
        Optional<Duration> staleFor = duration(map, "staleFor");
        Refresh refresh = map.parsed("refresh", ConnectionReader::refresh, "must be on_demand or always")
                .orElse(Refresh.ON_DEMAND);
        Optional<Rate> rate = TenantsFile.readRate(map, "rate");
        if (freshFor.isPresent()
                && staleFor.filter(stale -> stale.compareTo(freshFor.get()) < 0).isPresent()) {
            map.complain("staleFor", "must be at least freshFor");
        }
        // Read also where an unknown provider leaves open what belongs in them.
        YamlMap settingsMap = map.map("settings");
        YamlMap credentialsMap = map.map("credentials");
        Map<String, List<String>> settings =
                schema.map(known -> settings(settingsMap, known.settings())).orElseGet(Map::of);
        Map<String, Credential> credentials = schema.map(known -> credentials(map, credentialsMap, known.credentials()))
                .orElseGet(Map::of);
        map.refuseOthers();
        if (provider.isEmpty() || schema.isEmpty() || url.isEmpty() || !enabled) {
            return Optional.empty();
        }
        Duration fresh = freshFor.orElseGet(() -> freshness.freshFor(provider.get()));
        Duration stale = staleFor.orElseGet(() -> freshness.staleFor(provider.get()));
        ConnectionKey key =
                new ConnectionKey(tenant, id, Definition.digest(provider.get(), endpoint, settings, credentials));
        return Optional.of(new Connection(
                key,
                // One text for all connections of a provider.
                provider.get().intern(),
                endpoint,
                fresh,
                stale.compareTo(fresh) < 0 ? fresh : stale,
                refresh,
                rate.map(rations.ration(provider.get())::withPerCredential)
                        .orElseGet(() -> rations.ration(provider.get())),
                settings,
                credentials));
    }

    private String providerRule() {
        return "must be one of " + String.join(", ", schemas.keySet());
    }

    private static Optional<URI> url(YamlMap map, String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (http && plain && url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65535) {
                return Optional.of(url);
            }
        } catch (URISyntaxException malformed) {
            // Complained of below, in the same words as any other URL that will not do.
        }
        map.complain("baseUrl", URL_RULE);
        return Optional.empty();
    }

    private static Optional<String> named(YamlMap map, String field, Predicate<String> exists) {
        Optional<String> name = map.text(field);
        name.filter(exists.negate())
                .ifPresent(text -> map.complain(field, "must name a configuration under quarkus." + field));
        return name;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no flag");
        };
    }

    private static Refresh refresh(String text) {
        return switch (text) {
            case "on_demand" -> Refresh.ON_DEMAND;
            case "always" -> Refresh.ALWAYS;
            default -> throw new IllegalArgumentException("no way to refresh");
        };
    }

    private static Optional<Duration> duration(YamlMap map, String field) {
        Optional<String> text = map.text(field);
        text.filter(value -> !isPositiveDuration(value))
                .ifPresent(value -> map.complain(
                        field, "must be an ISO 8601 duration above 0 and of at most ten years, such as PT2M"));
        return text.filter(ConnectionReader::isPositiveDuration).map(Duration::parse);
    }

    static boolean isPositiveDuration(String text) {
        try {
            return ProviderFreshness.isLifetime(Duration.parse(text));
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }

    private static Map<String, List<String>> settings(YamlMap map, List<Field> fields) {
        Map<String, List<String>> settings = new TreeMap<>();
        for (Field field : fields) {
            List<String> values = values(map, field);
            if (!values.isEmpty()) {
                settings.put(field.name(), values);
            }
        }
        map.refuseOthers();
        return settings;
    }

    private static List<String> values(YamlMap map, Field field) {
        String name = field.name();
        boolean present = map.has(name);
        List<String> values = field.shape() == Shape.LIST
                ? map.texts(name)
                : map.text(name).map(List::of).orElseGet(List::of);
        if (!present && field.presence() == Presence.REQUIRED) {
            map.complain(name, "is missing; " + rule(field));
        }
        if (present && values.isEmpty() && field.shape() == Shape.LIST) {
            map.complain(name, "must have at least one value");
        }
        if (!values.stream().allMatch(field::accepts)) {
            map.complain(name, rule(field));
        }
        if (new HashSet<>(values).size() < values.size()) {
            map.complain(name, "must not name the same value twice");
        }
        return values;
    }

    private static String rule(Field field) {
        String rule = field.values().isEmpty()
                ? "must match " + field.pattern().pattern()
                : "must be one of " + String.join(", ", field.values());
        return rule + " (" + field.description() + ")";
    }

    private static Map<String, Credential> credentials(YamlMap connection, YamlMap map, List<CredentialForm> forms) {
        Map<String, Credential> credentials = new TreeMap<>();
        for (CredentialForm form : forms) {
            Stream.concat(form.required().stream(), form.optional().stream())
                    .filter(name -> !credentials.containsKey(name))
                    .forEach(name -> credential(map, name).ifPresent(secret -> credentials.put(name, secret)));
        }
        map.refuseOthers();
        if (forms.stream().noneMatch(form -> fits(form, credentials.keySet()))) {
            connection.complain("credentials", "must be one of " + alternatives(forms));
        }
        return credentials;
    }

    private static Optional<Credential> credential(YamlMap map, String name) {
        Optional<Credential> credential = map.source(name).flatMap(source -> {
            try {
                return Optional.of(Credential.from(source));
            } catch (UncheckedIOException unreadable) {
                map.complain(name, "refers to a file that cannot be read");
                return Optional.empty();
            } catch (RuntimeException gone) {
                map.complain(name, "refers to something that cannot be read any more");
                return Optional.empty();
            }
        });
        credential
                .filter(secret -> !Credential.isUsable(secret.reveal()))
                .ifPresent(secret -> map.complain(name, "must be text without line breaks or control characters"));
        return credential;
    }

    private static boolean fits(CredentialForm form, Set<String> names) {
        return names.containsAll(form.required())
                && names.stream()
                        .allMatch(name -> form.required().contains(name)
                                || form.optional().contains(name));
    }

    private static String alternatives(List<CredentialForm> forms) {
        return forms.stream()
                .map(form -> "{" + String.join(", ", form.required()) + "}")
                .collect(Collectors.joining(" or "));
    }
}
