package io.quotagate.vendor.koodrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors made from the documented rules; no server has confirmed them. */
class KooDriveSignerTest {

    private static final String SECRET = "testAppSecret";
    private static final String HOST = "cn.myhuaweicloud-koodrive.com";
    private static final String DATE = "20240909T033325Z";
    private static final String USER = "1505084218764547200";

    @ParameterizedTest
    @CsvSource({
        "/koodrive/ose/v1/service/quotaUsed,"
                + " 42c74849c61057114d9211c81ff8158fdc6c0439b924be7ebc87868c79f5f3df,"
                + " 5cef4c4717a11274902ae1533fff0cf8d04899c629134b4a3d7a0fb958b01c66",
        "/koodrive/ose/v1/service,"
                + " 9957a367a825cc2d183044041c0b0e7783d7512050f15c465cefa31d9d5fcca2,"
                + " 46c2ef2664d51b5c432990b5a2c3d88b259bdcf207fc23dc4e9389b6880e7e0e"
    })
    void canonicalRequestAndSignatureFollowTheDocumentedRules(String path, String hash, String signature) {
        String canonical = KooDriveSigner.canonicalRequest(HOST, path, DATE, USER);

        assertThat(KooDriveSigner.sha256(canonical)).isEqualTo(hash);
        assertThat(KooDriveSigner.signature(SECRET, canonical)).isEqualTo(signature);
    }

    @Test
    void canonicalRequestIsSpelledOut() {
        assertThat(KooDriveSigner.canonicalRequest(HOST, KooDriveApi.SERVICE, DATE, USER))
                .isEqualTo("GET\n/koodrive/ose/v1/service/\n\nhost:" + HOST + "\nx-date:" + DATE + "\nx-user-id:" + USER
                        + "\n\nhost;x-date;x-user-id\n"
                        + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void forgottenSlashAtTheEndOfThePathGivesAnotherSignature() {
        String canonical = KooDriveSigner.canonicalRequest(HOST, KooDriveApi.QUOTA_USED, DATE, USER);
        String withoutSlash = canonical.replace("/quotaUsed/", "/quotaUsed");

        assertThat(KooDriveSigner.signature(SECRET, withoutSlash))
                .isEqualTo("74a71157aab1dc027101c4489e2601a01b7247bef09e344c3e6e56095769e39e")
                .isNotEqualTo(KooDriveSigner.signature(SECRET, canonical));
    }

    @Test
    void slashThatIsThereIsNotDoubled() {
        assertThat(KooDriveSigner.canonicalRequest(HOST, "/x/", DATE, USER))
                .isEqualTo(KooDriveSigner.canonicalRequest(HOST, "/x", DATE, USER));
    }

    @Test
    void headerHasOneSpaceAndThenCommasWithout() {
        assertThat(KooDriveSigner.authorization("app", SECRET, HOST, KooDriveApi.QUOTA_USED, DATE, USER))
                .isEqualTo("HMAC-SHA256 AppId=app,SignedHeaders=host;x-date;x-user-id,"
                        + "Signature=5cef4c4717a11274902ae1533fff0cf8d04899c629134b4a3d7a0fb958b01c66");
    }

    @Test
    void dateIsUtcInBasicFormat() {
        assertThat(KooDriveSigner.date(Instant.parse("2024-09-09T03:33:25.999Z")))
                .isEqualTo(DATE);
    }
}
