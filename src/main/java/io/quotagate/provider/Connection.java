package io.quotagate.provider;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One vendor account or resource of one tenant.
 *
 * @param provider id of the adapter, e.g. {@code koodrive}
 * @param freshFor how long a snapshot is served without asking the vendor
 * @param staleFor how long it may stand in for a vendor that fails, counted from the same moment
 * @param refresh when the vendor is asked
 * @param ration how often the vendor may be called
 * @param settings by name, as the provider's {@link ConnectionSchema} lists them; a single value is a list of one
 * @param credentials by name, as the provider's {@link ConnectionSchema} lists them
 */
public record Connection(
        ConnectionKey key,
        String provider,
        Endpoint endpoint,
        Duration freshFor,
        Duration staleFor,
        Refresh refresh,
        Ration ration,
        Map<String, List<String>> settings,
        Map<String, Credential> credentials) {

    private static final int SHORTEST_TELLING = 4;

    /** When the vendor is asked. */
    public enum Refresh {
        /** When somebody reads. */
        ON_DEMAND,
        /** Also without readers, so that the next one finds fresh numbers. */
        ALWAYS
    }

    public Connection {
        settings = settings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
        credentials = Map.copyOf(credentials);
    }

    /** One that calls its vendor as often as it likes. */
    public Connection(
            ConnectionKey key,
            String provider,
            Endpoint endpoint,
            Duration freshFor,
            Duration staleFor,
            Refresh refresh,
            Map<String, List<String>> settings,
            Map<String, Credential> credentials) {
        this(key, provider, endpoint, freshFor, staleFor, refresh, Ration.UNLIMITED, settings, credentials);
    }

    /** The same with another ration. */
    public Connection with(Ration other) {
        return new Connection(key, provider, endpoint, freshFor, staleFor, refresh, other, settings, credentials);
    }

    /** The id, unique in its tenant. */
    public String id() {
        return key.connection();
    }

    /** The base of all calls, as the REST clients take it. */
    public String url() {
        return endpoint.text();
    }

    /** All values of a setting; empty where it is not set. */
    public List<String> settings(String name) {
        return settings.getOrDefault(name, List.of());
    }

    /** The value of a setting that has one. */
    public Optional<String> setting(String name) {
        return settings(name).stream().findFirst();
    }

    public boolean has(String credential) {
        return credentials.containsKey(credential);
    }

    /** The secret under this name, revealed; its schema must have made it sure to be there. */
    public String secret(String name) {
        Credential credential = credentials.get(name);
        if (credential == null) {
            throw new ProviderException(Reason.UNAUTHORIZED, "credential '" + name + "' is not configured");
        }
        return credential.reveal();
    }

    /** Of where and with what it logs in: the same for all connections that share a vendor's limit. */
    public String credentialDigest() {
        return BucketKeys.credential(this);
    }

    /** True where the text has one of the secrets in it; those of a few characters are in anything, and not looked for. */
    boolean reveals(@Nullable String text) {
        return text != null
                && credentials.values().stream()
                        .map(Credential::reveal)
                        .anyMatch(secret -> secret.length() >= SHORTEST_TELLING && text.contains(secret));
    }

    /** Looks all secrets up again; blocking. True where at least one is another now. */
    public boolean renewCredentials() {
        Collection<Credential> all = credentials.values();
        return all.stream().map(Credential::renew).reduce(false, Boolean::logicalOr);
    }
}
