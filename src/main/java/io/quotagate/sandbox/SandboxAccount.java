package io.quotagate.sandbox;

import java.util.List;

/** The one account that every simulated vendor knows. None of it is a secret. */
final class SandboxAccount {

    static final String TENANT = "sandbox";
    /** Opens the dial, and the tenant of the sandbox. */
    static final String API_KEY = "sandbox";

    static final String KOODRIVE_APP_ID = "sandbox-app";
    static final String KOODRIVE_APP_SECRET = "sandbox-app-secret";
    static final String KOODRIVE_USER_ID = "1505084218764547200";
    static final String KOODRIVE_ACCESS_TOKEN = "sandbox-access-token";

    static final String SMH_LIBRARY_ID = "smh04fzo07fdq61b";
    static final String SMH_LIBRARY_SECRET = "sandbox-library-secret";
    /** The spaces that the library has. */
    static final List<String> SMH_SPACES = List.of("space04fzo07fdq61b", "space3p5klbgcwndnt");
    /** A space that is configured but that the library does not have. */
    static final String SMH_MISSING_SPACE = "space1gone2since3may";

    /** The key pair of the vendor's documentation, with which its worked signatures were made. */
    static final String UCLOUD_PUBLIC_KEY = "ucloudsomeone@example.com1296235120854146120";

    static final String UCLOUD_PRIVATE_KEY = "46f09bb9fab4f12dfc160dae12273d5332b5debe";
    static final String UCLOUD_PROJECT_ID = "org-xxx";
    static final String UCLOUD_REGION = "cn-bj2";

    static final String ZSTACK_ACCOUNT_NAME = "admin";
    static final String ZSTACK_PASSWORD = "password";
    static final String ZSTACK_IAM2_NAME = "reader";
    static final String ZSTACK_IAM2_PASSWORD = "sandbox-iam2-password";
    static final String ZSTACK_ACCESS_KEY_ID = "Sandb0xAccessKeyId00";
    static final String ZSTACK_ACCESS_KEY_SECRET = "sandbox-access-key-secret";
    static final String ZSTACK_ORGANIZATION_UUID = "9636f37046a63657b26cb28ed8cbc38a";

    private SandboxAccount() {}
}
