package io.quotagate.sandbox;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Credential;
import io.quotagate.provider.Endpoint;
import io.quotagate.tenant.ProviderFreshness;
import io.quotagate.tenant.ProviderRations;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The connections of the tenant {@code sandbox}: one to each simulated vendor. */
final class SandboxConnections {

    private final ProviderFreshness freshness;
    private final ProviderRations rations;
    private final String host;

    /** @param host on which this gateway can be called from here */
    SandboxConnections(ProviderFreshness freshness, ProviderRations rations, String host) {
        this.freshness = freshness;
        this.rations = rations;
        this.host = host;
    }

    /** @param port that this gateway really listens on */
    List<Connection> connections(int port) {
        return List.of(drive(port), media(port), objects(port), vms(port));
    }

    private Connection drive(int port) {
        return connection(
                port,
                "drive",
                "koodrive",
                Map.of(),
                Map.of(
                        "appId", SandboxAccount.KOODRIVE_APP_ID,
                        "appSecret", SandboxAccount.KOODRIVE_APP_SECRET,
                        "userId", SandboxAccount.KOODRIVE_USER_ID));
    }

    private Connection media(int port) {
        List<String> spaces = List.of(
                SandboxAccount.SMH_SPACES.get(0), SandboxAccount.SMH_SPACES.get(1), SandboxAccount.SMH_MISSING_SPACE);
        return connection(
                port,
                "media",
                "tencent-smh",
                Map.of(
                        "libraryId", List.of(SandboxAccount.SMH_LIBRARY_ID),
                        "spaceIds", spaces,
                        "grant", List.of("space_admin")),
                Map.of("librarySecret", SandboxAccount.SMH_LIBRARY_SECRET));
    }

    private Connection objects(int port) {
        return connection(
                port,
                "objects",
                "ucloud-ufile",
                Map.of(
                        "regions", List.of(SandboxAccount.UCLOUD_REGION),
                        "projectId", List.of(SandboxAccount.UCLOUD_PROJECT_ID),
                        "quotaTypes", List.of("storage-volume", "download-traffic", "request-count")),
                Map.of(
                        "publicKey", SandboxAccount.UCLOUD_PUBLIC_KEY,
                        "privateKey", SandboxAccount.UCLOUD_PRIVATE_KEY));
    }

    private Connection vms(int port) {
        return connection(
                port,
                "vms",
                "zstack",
                Map.of(
                        "organizationUuid", List.of(SandboxAccount.ZSTACK_ORGANIZATION_UUID),
                        "login", List.of("account")),
                Map.of(
                        "accountName", SandboxAccount.ZSTACK_ACCOUNT_NAME,
                        "password", SandboxAccount.ZSTACK_PASSWORD));
    }

    private Connection connection(
            int port, String id, String provider, Map<String, List<String>> settings, Map<String, String> credentials) {
        URI url = URI.create("http://" + host + ":" + port + SandboxRoutes.ROOT + provider);
        return new Connection(
                // All else is fixed, so the port alone makes one definition differ from another.
                new ConnectionKey(SandboxAccount.TENANT, id, "sandbox-" + port),
                provider,
                new Endpoint(url, Optional.empty(), Optional.empty(), Endpoint.Reach.OWN),
                freshness.freshFor(provider),
                freshness.staleFor(provider),
                Connection.Refresh.ON_DEMAND,
                rations.ration(provider),
                settings,
                credentials.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Credential.of(entry.getValue()))));
    }
}
