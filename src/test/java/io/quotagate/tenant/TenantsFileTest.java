package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Rate;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class TenantsFileTest {

    private static final String SHA = "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a";
    private static final String GOOD = """
            tenants:
              - id: acme
                name: Acme GmbH
                labels: { team: storage }
                keys:
                  - { id: ci, sha256: %s, scopes: [quota:read, quota:refresh], expiresAt: 2027-01-01T00:00:00Z, limit: 100/PT1S }
                thresholds: { warning: 0.70, critical: 0.9 }
                connections:
                  - id: drive
                    name: Company drive
                    provider: koodrive
                    baseUrl: https://cn.myhuaweicloud-koodrive.com/
                    enabled: true
                    freshFor: PT2M
                    refresh: on_demand
                    rate: 5/PT1S
                    settings: { storedUnit: KiBy, scheme: Bearer }
                    credentials: { accessToken: "s3cr3t" }
                  - id: media
                    provider: tencent-smh
                    baseUrl: https://smh04fzo07fdq61b.api.tencentsmh.cn
                    settings: { libraryId: smh04fzo07fdq61b, spaceIds: [space04fzo07fdq61b, space3p5klbgcwndnt], grant: space_admin, userId: null }
                    credentials: {}
                  - id: objects
                    provider: ucloud-ufile
                    baseUrl: https://api.ucloud.cn
                    settings: { regions: [cn-bj2], projectId: org-xxx, quotaTypes: [storage-volume, download-traffic, request-count] }
                    credentials: { publicKey: "a", privateKey: "b", securityToken: null }
                  - id: vms
                    provider: zstack
                    enabled: false
                    baseUrl: http://zstack.internal:8080
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a, login: account, dateZone: GMT }
                    credentials: { accountName: admin, password: "p" }
            """.formatted(SHA);

    @Inject
    TenantsFile reader;

    @TempDir
    Path folder;

    private List<Tenant> read(String yaml) throws InvalidTenants {
        return reader.read(write("tenants.yaml", yaml));
    }

    @CanIgnoreReturnValue
    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void refused(String yaml, String... parts) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidTenants.class)
                .hasMessageContaining("tenants.yaml:")
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void everythingOfTheContractIsUnderstood() throws InvalidTenants {
        Tenant tenant = read(GOOD).get(0);

        assertThat(tenant.id()).isEqualTo("acme");
        assertThat(tenant.name()).contains("Acme GmbH");
        assertThat(tenant.thresholds().warning()).isEqualTo(new BigDecimal("0.70"));
        assertThat(tenant.keys().get(0).permissions()).isEqualTo(Set.of(Permission.READ, Permission.REFRESH));
        assertThat(tenant.connections()).extracting(Connection::id).containsExactly("drive", "media", "objects");
        Connection drive = tenant.connections().get(0);
        assertThat(drive.url()).isEqualTo("https://cn.myhuaweicloud-koodrive.com");
        assertThat(drive.freshFor()).isEqualTo(Duration.ofMinutes(2));
        assertThat(drive.staleFor()).isEqualTo(Duration.ofHours(24));
        assertThat(drive.secret("accessToken")).isEqualTo("s3cr3t");
        assertThat(drive.ration().perCredential()).hasValue(Rate.parse("5/PT1S"));
        assertThat(tenant.connections().get(1).settings("spaceIds")).hasSize(2);
        assertThat(tenant.connections().get(1).setting("userId")).isEmpty();
    }

    @Test
    void secretsArePrintedNowhere() throws InvalidTenants {
        assertThat(read(GOOD).toString()).doesNotContain("s3cr3t").contains("***");
    }

    @Test
    void errorsNameFileLineTenantConnectionAndField() {
        refused(
                GOOD.replace("storedUnit: KiBy", "storedUnit: KB"),
                "tenants.yaml:17: tenant 'acme', connection 'drive', field 'settings.storedUnit' must be one of KiBy");
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        refused(
                GOOD.replace("provider: koodrive", "provider: dropbox").replace("freshFor: PT2M", "freshFor: 2m"),
                "field 'provider' must be one of",
                "field 'freshFor' must be an ISO 8601 duration");
    }

    @Test
    void mistakesAreRefusedWithWhatWouldBeRight() {
        refused("", "the file is empty");
        refused("tenants: 5", "field 'tenants' must be a list");
        refused("tennants: []", "field 'tenants' is missing", "field 'tennants' is unknown");
        refused("tenants: [", "not valid YAML");
        refused(GOOD.replace("id: acme", "id: Acme"), "field 'id' must match");
        refused(GOOD.replace("id: acme", "id: sandbox"), "reserved");
        refused(GOOD.replace("id: media", "id: drive"), "connection 'drive', field 'id' stands there twice");
        refused(GOOD.replace(SHA, "abc"), "keys[0].sha256", "64 hex digits");
        refused(GOOD.replace("quota:refresh", "quota:write"), "keys[0].scopes");
        refused(GOOD.replace("2027-01-01T00:00:00Z", "tomorrow"), "keys[0].expiresAt");
        refused(GOOD.replace("100/PT1S", "100 per second"), "keys[0].limit");
        refused(GOOD.replace("rate: 5/PT1S", "rate: 0/PT1S"), "field 'rate'");
        refused(GOOD.replace("warning: 0.70", "warning: 0.95"), "thresholds.warning");
        refused(GOOD.replace("https://api.ucloud.cn", "https://user:s3cr3t@api.ucloud.cn"), "'baseUrl'");
        refused(GOOD.replace("https://api.ucloud.cn", "ftp://api.ucloud.cn"), "'baseUrl'");
        refused(GOOD.replace("enabled: true", "enabled: maybe"), "'enabled' must be true or false");
        refused(GOOD.replace("refresh: on_demand", "refresh: never"), "'refresh'");
        refused(GOOD.replace("refresh: on_demand", "tls: nowhere"), "'tls' must name a configuration");
        refused(GOOD.replace("refresh: on_demand", "colour: red"), "field 'colour' is unknown");
        refused(GOOD.replace("scheme: Bearer", "scheme: 'B r'"), "settings.scheme");
        refused(GOOD.replace("libraryId: smh04fzo07fdq61b, ", ""), "settings.libraryId", "is missing");
        refused(GOOD.replace("[cn-bj2]", "[]"), "settings.regions", "at least one");
        refused(GOOD.replace("[cn-bj2]", "[cn-bj2, cn-bj2]"), "settings.regions", "twice");
        refused(GOOD.replace("[cn-bj2]", "cn-bj2"), "settings.regions", "must be a list");
        refused(
                GOOD.replace("accessToken: \"s3cr3t\"", "appId: x"),
                "field 'credentials' must be one of {accessToken}");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "token: \"s3cr3t\""), "credentials.token");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "accessToken: \"\""), "credentials.accessToken");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "accessToken: \"s3cr3t\\n\""), "credentials.accessToken");
        refused(GOOD.replace("dateZone: GMT", "dateZone: Mars/Olympus"), "settings.dateZone");
        refused(GOOD.replace("name: Acme GmbH", "name: A\n    name: B"), "name' stands there twice");
    }

    @Test
    void valuesMayStandInTheEnvironmentOrInFiles() throws InvalidTenants {
        Path secret = write("secret", "from-file\n");
        String file = GOOD.replace("\"s3cr3t\"", "\"${file:" + secret + "}\"");
        String environment = GOOD.replace("name: Acme GmbH", "name: ${PATH}");

        assertThat(read(file).get(0).connections().get(0).secret("accessToken")).isEqualTo("from-file");
        assertThat(read(environment).get(0).name()).contains(System.getenv("PATH"));
        refused(GOOD.replace("\"s3cr3t\"", "\"${NO_SUCH_VARIABLE}\""), "credentials.accessToken", "NO_SUCH_VARIABLE");
        refused(GOOD.replace("\"s3cr3t\"", "\"${file:/no/such/file}\""), "credentials.accessToken", "/no/such/file");
    }

    @Test
    void rotatedSecretFileIsFoundWhenLookedUpAgain() throws InvalidTenants {
        Path secret = write("secret", "old");
        Connection drive = read(GOOD.replace("\"s3cr3t\"", "\"${file:" + secret + "}\""))
                .get(0)
                .connections()
                .get(0);
        write("secret", "new");

        assertThat(drive.secret("accessToken")).isEqualTo("old");
        assertThat(drive.renewCredentials()).isTrue();
        assertThat(drive.secret("accessToken")).isEqualTo("new");
        assertThat(drive.renewCredentials()).isFalse();
    }

    @Test
    void folderIsReadWholeWithoutDotFilesAndDuplicates() throws InvalidTenants, IOException {
        write("a.yaml", GOOD);
        write("b.yml", GOOD.replace("id: acme", "id: beta"));
        write(".c.yaml", "nonsense: [");
        write("d.txt", "nonsense: [");

        assertThat(reader.read(folder)).extracting(Tenant::id).containsExactly("acme", "beta");

        write("e.yaml", GOOD);
        assertThatThrownBy(() -> reader.read(folder))
                .hasMessageContaining("e.yaml: tenant 'acme', field 'id' stands in")
                .hasMessageContaining("a.yaml");
    }

    @Test
    void definitionChangesWithWhatDecidesTheAnswerAndWithNothingElse() throws InvalidTenants {
        String first = definition(GOOD);

        assertThat(definition(GOOD.replace("freshFor: PT2M", "freshFor: PT3M"))).isEqualTo(first);
        assertThat(definition(GOOD.replace("s3cr3t", "other"))).isNotEqualTo(first);
        assertThat(definition(GOOD.replace("koodrive.com", "koodrive.cn"))).isNotEqualTo(first);
        assertThat(definition(GOOD.replace("storedUnit: KiBy", "storedUnit: By")))
                .isNotEqualTo(first);
    }

    private String definition(String yaml) throws InvalidTenants {
        return read(yaml).get(0).connections().get(0).key().definition();
    }

    @Test
    void anchoredNodesServeWhereverTheirAliasStands() throws InvalidTenants {
        String yaml = GOOD.replace("scopes: [quota:read, quota:refresh]", "scopes: &all [quota:read, quota:refresh]")
                .replace(
                        "limit: 100/PT1S }",
                        "limit: 100/PT1S }\n      - { id: cd, sha256: %s, scopes: *all }".formatted("0".repeat(64)))
                .replace("freshFor: PT2M", "freshFor: &fresh PT2M")
                .replace("provider: tencent-smh", "provider: tencent-smh\n        freshFor: *fresh");

        Tenant tenant = read(yaml).get(0);

        assertThat(tenant.keys().get(1).permissions()).isEqualTo(Set.of(Permission.READ, Permission.REFRESH));
        assertThat(tenant.connections().get(1).freshFor()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aliasOfNothingIsRefused() {
        refused(GOOD.replace("freshFor: PT2M", "freshFor: *fresh"), "not valid YAML", "undefined alias");
    }

    @Test
    void secretThatYamlTakesForSomethingElseIsNotRepeated() {
        refused(GOOD.replace("\"s3cr3t\"", "*s3cr3t"), "tenants.yaml:18: not valid YAML: found undefined alias");
        refused(GOOD.replace("\"s3cr3t\"", "!s3cr3t!x y"), "not valid YAML: found undefined tag handle");
        refused(GOOD.replace("\"s3cr3t\"", "!!s3cr3t"), "not valid YAML: Global tag is not allowed");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "accessToken:s3cr3t"), "field 'credentials.?' is unknown");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "s3cr3t"), "field 'credentials.?' is unknown");
        refused(GOOD.replace("accessToken: \"s3cr3t\"", "s3cr3t, s3cr3t"), "'credentials.?' stands there twice");
    }

    @Test
    void notEvenACharacterOfWhatYamlStumblesOverIsRepeated() {
        for (String secret : List.of("|s3cr3t", "\"\\q3cr3t\"", "!a%zq", "@s3cr3t", "!<s3cr3t")) {
            assertThatThrownBy(() -> read(GOOD.replace("\"s3cr3t\"", secret)))
                    .as(secret)
                    .message()
                    .containsPattern(":18: not valid YAML: ([A-Za-z0-9 ,'!>]*, but found|[a-z ]*character)$");
        }
    }

    @Test
    void fileThatIsCutOffInAnEscapeIsRefused() {
        refused("tenants:\n  - id: \"\\u", "cannot be read as UTF-8 YAML");
    }

    @Test
    void refusalIsOneLineWhateverStandsInTheFile() {
        for (String yaml : List.of(
                GOOD.replace("id: acme", "id: \"a\\nWARN b\""),
                GOOD.replace("id: drive", "id: \"d\\rWARN b\""),
                GOOD.replace("name: Acme GmbH", "\"na\\nme\": x"),
                GOOD.replace("name: Acme GmbH", "name: ${file:/no\u0001such}"),
                GOOD.replace("name: Acme GmbH", "name: \"${file:/no\\0such}\""),
                GOOD.replace("name: Acme GmbH", "name: &\0x y"))) {
            assertThatThrownBy(() -> read(yaml)).message().doesNotContainPattern("\\p{Cc}");
        }
    }

    @Test
    void thresholdsHaveSoManyDigitsThatAnyAmountCanBeHeldAgainstThem() throws InvalidTenants {
        assertThat(read(GOOD.replace("warning: 0.70", "warning: 0.00000000000000000001")))
                .hasSize(1);
        refused(GOOD.replace("warning: 0.70", "warning: 1e-2147483647"), "thresholds.warning", "20 digits");
        refused(GOOD.replace("warning: 0.70", "warning: 0.000000000000000000001"), "thresholds.warning");
    }

    @Test
    void portIsOneThatCanBeCalled() {
        refused(GOOD.replace("https://api.ucloud.cn", "https://api.ucloud.cn:0"), "'baseUrl'");
        refused(GOOD.replace("https://api.ucloud.cn", "https://api.ucloud.cn:65536"), "'baseUrl'");
    }

    @Test
    void mergeKeysAreRefusedAsUnknownFields() {
        refused(
                GOOD.replace("settings: { storedUnit", "settings: { <<: { scheme: Bearer }, storedUnit"),
                "tenant 'acme', connection 'drive'",
                "field 'settings.<<' is unknown");
        refused(GOOD.replace("freshFor: PT2M", "<<: { freshFor: PT2M }"), "connection 'drive', field '<<' is unknown");
    }

    @Test
    void linesMayEndAsOnWindowsAndTheFileMayBeginWithAByteOrderMark() throws InvalidTenants {
        assertThat(read(GOOD.replace("\n", "\r\n"))).hasToString(read(GOOD).toString());
        assertThat(read("\ufeff" + GOOD)).hasToString(read(GOOD).toString());
        assertThat(read("\ufeff" + GOOD.replace("\n", "\r\n")).get(0).connections())
                .extracting(Connection::id)
                .containsExactly("drive", "media", "objects");
    }

    @Test
    void secondDocumentInAFileIsRefused() {
        refused(GOOD + "---\n" + GOOD, "not valid YAML", "another document");
        refused("---\n" + GOOD + "...\n---\ntenants: []\n", "not valid YAML", "another document");
    }

    @Test
    void nameOfAProxyThatIsNotConfiguredIsRefused() {
        refused(GOOD.replace("refresh: on_demand", "proxy: nowhere"), "'proxy' must name a configuration");
    }

    @Test
    void credentialsAndSettingsInsideSettingsAreUnknown() {
        refused(
                GOOD.replace("scheme: Bearer }", "scheme: Bearer, credentials: { accessToken: s3cr3t } }"),
                "connection 'drive'",
                "field 'settings.credentials' is unknown");
        refused(
                GOOD.replace("scheme: Bearer }", "scheme: Bearer, settings: { storedUnit: KiBy } }"),
                "connection 'drive'",
                "field 'settings.settings' is unknown");
    }

    @Test
    void durationsThatNobodyLivesToSeeAreRefused() {
        String absurd = "PT9223372036854775807S";

        refused(GOOD.replace("freshFor: PT2M", "freshFor: " + absurd), "connection 'drive', field 'freshFor'");
        refused(GOOD.replace("freshFor: PT2M", "staleFor: " + absurd), "connection 'drive', field 'staleFor'");
        refused(GOOD.replace("rate: 5/PT1S", "rate: 5/" + absurd), "connection 'drive', field 'rate'");
        refused(GOOD.replace("limit: 100/PT1S", "limit: 100/" + absurd), "keys[0].limit");
    }
}
