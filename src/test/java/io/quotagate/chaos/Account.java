package io.quotagate.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a vendor has of one connection of one tenant. All its secrets begin with {@link #CANARY}.
 *
 * @param number unique among all accounts, below 100
 */
record Account(String tenant, String connection, Vendor vendor, int number, Duration staleFor) {

    static final String CANARY = "Canary";

    /** Unique among all. */
    String key() {
        return tenant + "/" + connection;
    }

    String secret(String purpose) {
        return CANARY + purpose + number + "x";
    }

    /** As ZStack names an organization. */
    String uuid() {
        return String.format(Locale.ROOT, "%032x", 0xabc000 + number);
    }

    String library() {
        return "smh" + number;
    }

    List<String> spaces() {
        return List.of("space" + number + "a", "space" + number + "b", "space" + number + "c");
    }

    static List<String> regions() {
        return List.of("cn-bj2", "cn-sh2");
    }

    /** As the tenants file has it. */
    String yaml(String url) {
        String head = """
                      - id: %s
                        provider: %s
                        baseUrl: %s
                        staleFor: %s
                """.formatted(connection, vendor.provider(), url, staleFor);
        return head
                + switch (vendor) {
                    case KOODRIVE ->
                        number % 2 == 0
                                ? "        credentials: { accessToken: %s }\n".formatted(secret("Token"))
                                : "        credentials: { appId: %s, appSecret: %s, userId: %s }\n"
                                        .formatted(secret("AppId"), secret("AppSecret"), secret("UserId"));
                    case SMH -> """
                            settings: { libraryId: %s, spaceIds: [%s] }
                            credentials: { librarySecret: %s }
                    """.formatted(library(), String.join(", ", spaces()), secret("Library"));
                    case UFILE -> """
                            settings: { regions: [%s] }
                            credentials: { publicKey: %s, privateKey: %s }
                    """.formatted(String.join(", ", regions()), secret("Public"), secret("Private"));
                    case ZSTACK -> """
                            settings: { organizationUuid: %s }
                            credentials: { accountName: %s, password: %s }
                    """.formatted(uuid(), secret("Name"), secret("Password"));
                };
    }
}
