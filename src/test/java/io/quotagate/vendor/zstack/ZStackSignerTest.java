package io.quotagate.vendor.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ZStackSignerTest {

    private static final Instant TIME = Instant.parse("2020-01-02T03:04:05Z");
    private static final String PATH = "/iam2/organizations/quota/9636f37046a63657b26cb28ed8cbc38a/usages";

    @Test
    void passwordIsHashedAsInTheVendorsOwnLoginExample() {
        assertThat(ZStackSigner.sha512("password"))
                .isEqualTo("b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9"
                        + "80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86");
    }

    @Test
    void signatureCoversMethodDateAndPathWithoutContext() {
        String authorization =
                ZStackSigner.authorization("key", "testSecret", "GET", PATH, "Thu, 02 Jan 2020 03:04:05 GMT");

        assertThat(authorization).isEqualTo("ZStack key:sHiA9Bb3ExcOLb3NbuCbGTL9jOM=");
    }

    @Test
    void dateIsWrittenInTheZoneAskedFor() {
        assertThat(ZStackSigner.date(TIME, ZoneId.of("GMT"))).isEqualTo("Thu, 02 Jan 2020 03:04:05 GMT");
        assertThat(ZStackSigner.date(TIME, ZoneId.of("UTC"))).isEqualTo("Thu, 02 Jan 2020 03:04:05 UTC");
        assertThat(ZStackSigner.date(TIME, ZoneId.of("Asia/Shanghai"))).isEqualTo("Thu, 02 Jan 2020 11:04:05 CST");
        assertThat(ZStackSigner.date(TIME, ZoneId.of("GMT+8"))).isEqualTo("Thu, 02 Jan 2020 11:04:05 GMT+08:00");
    }

    @Test
    void dateIsEnglishWhateverTheMachineSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.CHINA);
            assertThat(ZStackSigner.date(TIME, ZoneId.of("GMT"))).isEqualTo("Thu, 02 Jan 2020 03:04:05 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }
}
