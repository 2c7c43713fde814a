package io.quotagate.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three tenants, each with two connections to each vendor. */
final class Tenancy {

    static final List<String> TENANTS = List.of("acme", "bolt", "cold");

    private static final int CONNECTIONS_TO_A_VENDOR = 2;
    private static final Duration STALE_FOR = Duration.ofSeconds(12);
    /** Shorter than many an outage. */
    private static final Duration SHORT_STALE_FOR = Duration.ofSeconds(6);

    private final List<Account> accounts = new ArrayList<>();

    Tenancy() {
        for (String tenant : TENANTS) {
            for (Vendor vendor : Vendor.values()) {
                for (int nth = 1; nth <= CONNECTIONS_TO_A_VENDOR; nth++) {
                    Duration staleFor = tenant.equals("cold") ? SHORT_STALE_FOR : STALE_FOR;
                    accounts.add(
                            new Account(tenant, vendor.provider() + "-" + nth, vendor, accounts.size() + 1, staleFor));
                }
            }
        }
    }

    List<Account> accounts() {
        return List.copyOf(accounts);
    }

    List<Account> of(String tenant) {
        return accounts.stream()
                .filter(account -> account.tenant().equals(tenant))
                .toList();
    }

    List<Account> of(Vendor vendor) {
        return accounts.stream().filter(account -> account.vendor() == vendor).toList();
    }

    Optional<Account> find(String tenant, String connection) {
        return of(tenant).stream()
                .filter(account -> account.connection().equals(connection))
                .findFirst();
    }

    /** May read. */
    static String reader(String tenant) {
        return Account.CANARY + "Reader" + tenant;
    }

    /** May also have vendors asked. */
    static String refresher(String tenant) {
        return Account.CANARY + "Refresher" + tenant;
    }

    /** @param urls of the vendors */
    String yaml(Map<Vendor, String> urls) {
        StringBuilder yaml = new StringBuilder("tenants:\n");
        for (String tenant : TENANTS) {
            yaml.append("""
                      - id: %s
                        keys:
                          - { id: reader, sha256: %s }
                          - { id: refresher, sha256: %s, scopes: [quota:read, quota:refresh] }
                        connections:
                    """.formatted(tenant, sha256(reader(tenant)), sha256(refresher(tenant))));
            of(tenant).forEach(account -> yaml.append(account.yaml(String.valueOf(urls.get(account.vendor())))));
        }
        return yaml.toString();
    }

    private static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
