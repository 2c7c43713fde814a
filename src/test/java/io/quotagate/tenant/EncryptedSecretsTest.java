package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.provider.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that stand in the gateway's configuration, encrypted. */
class EncryptedSecretsTest {

    private static final String KEY = "smallrye.config.secret-handler.aes-gcm-nopadding.encryption-key";
    private static final String TENANTS = """
            tenants:
              - id: acme
                connections:
                  - id: drive
                    provider: koodrive
                    baseUrl: https://cn.myhuaweicloud-koodrive.com
                    credentials:
                      accessToken: "%s"
            """;

    @TempDir
    Path folder;

    private final Map<String, String> properties = new TreeMap<>();

    private Connection drive(String accessToken) throws IOException, InvalidTenants {
        Path file = Files.writeString(folder.resolve("tenants.yaml"), TENANTS.formatted(accessToken));
        return TestTenantsFile.reader(LiveConfig.of(properties))
                .read(file)
                .get(0)
                .connections()
                .get(0);
    }

    /** As Quarkus' command line does: the length of the IV, the IV, and what AES/GCM makes under the key's SHA-256. */
    static String encrypted(String key, String text) throws GeneralSecurityException {
        byte[] secret = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        byte[] iv = "twelve bytes".getBytes(StandardCharsets.UTF_8);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(128, iv));
        byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
        ByteBuffer message = ByteBuffer.allocate(1 + iv.length + sealed.length)
                .put((byte) iv.length)
                .put(iv)
                .put(sealed);
        return "${aes-gcm-nopadding::" + Base64.getUrlEncoder().withoutPadding().encodeToString(message.array()) + "}";
    }

    private void refused(String accessToken, String rule) {
        assertThatThrownBy(() -> drive(accessToken))
                .isInstanceOf(InvalidTenants.class)
                .hasNoCause()
                .message()
                .contains("tenants.yaml:8: tenant 'acme', connection 'drive', field 'credentials.accessToken' " + rule)
                .doesNotContain("s3cr3t", "Exception", "Tag", "aes", "::");
    }

    @Test
    void encryptedPropertyIsTheCredential() throws Exception {
        properties.put(KEY, "the-key");
        properties.put("vendors.drive", encrypted("the-key", "s3cr3t"));

        Connection drive = drive("${config:vendors.drive}");

        assertThat(drive.secret("accessToken")).isEqualTo("s3cr3t");
        assertThat(drive).asString().doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-key", ""})
    void propertyUnderAnotherKeyOrNoneIsRefusedWithoutASayOfTheCipher(String key) throws Exception {
        if (!key.isEmpty()) {
            properties.put(KEY, key);
        }
        properties.put("vendors.drive", encrypted("the-key", "s3cr3t"));

        refused("${config:vendors.drive}", "refers to the configuration property vendors.drive, which cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${aes-gcm-nopadding::s3cr3t}",
                "${aes-gcm-nopadding::}",
                "${aes-gcm-nopadding::DHR3ZWx2ZSBieXRlcw}",
                "${no-such-handler::s3cr3t}"
            })
    void garbledPropertyIsRefusedWithoutItsText(String garbled) {
        properties.put(KEY, "the-key");
        properties.put("vendors.drive", garbled);

        refused("${config:vendors.drive}", "refers to the configuration property vendors.drive, which cannot be read");
    }

    @Test
    void propertyThatIsNotSetIsRefusedByName() {
        properties.put("vendors.empty", "");
        properties.put("vendors.nowhere", "${no.such.property}");

        refused("${config:vendors.none}", "refers to the configuration property vendors.none, which is not set");
        refused("${config:vendors.empty}", "refers to the configuration property vendors.empty, which is not set");
        refused("${config:vendors.nowhere}", "refers to the configuration property vendors.nowhere, which is not set");
        refused("${config:}", "must be written as ${ENV_NAME}, ${file:/path} or ${config:name}");
        refused("${config:a b}", "must be written as");
        refused("${config:${x}}", "must be written as");
    }

    @Test
    void propertyIsLookedUpAgainAndABrokenOneLeavesTheOldInForce() throws Exception {
        properties.put("vendors.drive", "old");
        Connection drive = drive("${config:vendors.drive}");

        properties.put("vendors.drive", "new");
        assertThat(drive.renewCredentials()).isTrue();
        properties.remove("vendors.drive");
        assertThatThrownBy(drive::renewCredentials).message().doesNotContain("new", "old");

        assertThat(drive.secret("accessToken")).isEqualTo("new");
    }
}
