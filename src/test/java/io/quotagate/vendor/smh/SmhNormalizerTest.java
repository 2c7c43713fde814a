package io.quotagate.vendor.smh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.provider.Answers;
import io.quotagate.provider.Mutations;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Session.Grant;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Amount.Origin;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import io.quotagate.vendor.smh.SmhNormalizer.Chunk;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SmhNormalizerTest {

    private static final String DOCUMENTED = Answers.read("smh/usage.json");
    private static final String CALL = "GET /api/v1/usage/{libraryId}/{spaceIds}";
    private static final Chunk DOCUMENTED_CHUNK = new Chunk(List.of("space04fzo07fdq61b", "space3p5klbgcwndnt"), CALL);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static VendorJson json(String text) {
        return VendorJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The quota of one space that says this. */
    private static Quota space(String members) {
        return SmhNormalizer.quotas(json("[{\"spaceId\":\"s\"," + members + "}]"), new Chunk(List.of("s"), CALL))
                .get(0);
    }

    private static void assertViolation(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION));
    }

    @Test
    void documentedAnswerIsShownAsReported() {
        List<Quota> quotas = SmhNormalizer.quotas(json(DOCUMENTED), DOCUMENTED_CHUNK);

        assertThat(quotas)
                .extracting(quota -> quota.id("media"))
                .containsExactly(
                        "media:storage.stored:space:space04fzo07fdq61b",
                        "media:storage.stored:space:space3p5klbgcwndnt");
        assertThat(quotas).allSatisfy(quota -> {
            assertThat(quota.metric()).isEqualTo(Metric.STORAGE_STORED);
            assertThat(quota.kind()).isEqualTo(Kind.ALLOCATION);
            assertThat(quota.unit()).isEqualTo(Unit.BYTE);
            assertThat(quota.limit().text()).isEqualTo("10000");
            assertThat(quota.used().text()).isEqualTo("1000");
            assertThat(quota.remaining().text()).isEqualTo("5000");
            assertThat(quota.remaining().origin()).isEqualTo(Origin.REPORTED);
            assertThat(quota.warnings()).containsExactly(Warning.SHARED_OR_DELAYED);
        });
    }

    @Test
    void amountsSayWhereTheyStood() {
        Quota second = SmhNormalizer.quotas(json(DOCUMENTED), DOCUMENTED_CHUNK).get(1);

        assertThat(second.limit().vendor()).isEqualTo(new VendorField(CALL, "/1/capacity", "10000", "By"));
        assertThat(second.used().vendor()).isEqualTo(new VendorField(CALL, "/1/size", "1000", "By"));
        assertThat(second.remaining().vendor()).isEqualTo(new VendorField(CALL, "/1/availableSpace", "5000", "By"));
    }

    @Test
    void spacesStandInTheOrderAskedForAndNotInTheVendors() {
        Chunk reversed = new Chunk(List.of("space3p5klbgcwndnt", "space04fzo07fdq61b"), CALL);

        List<Quota> quotas = SmhNormalizer.quotas(json(DOCUMENTED), reversed);

        assertThat(quotas)
                .extracting(quota -> quota.scope().id())
                .containsExactly("space3p5klbgcwndnt", "space04fzo07fdq61b");
        assertThat(quotas.get(0).limit().vendor()).isEqualTo(new VendorField(CALL, "/1/capacity", "10000", "By"));
    }

    @Test
    void nullIsUnlimitedAndReported() {
        Quota quota = space("\"capacity\":null,\"availableSpace\":null,\"size\":\"1048576\"");

        assertThat(quota.limit()).isEqualTo(Amount.unlimited(new VendorField(CALL, "/0/capacity", null, "By")));
        assertThat(quota.remaining())
                .isEqualTo(Amount.unlimited(new VendorField(CALL, "/0/availableSpace", null, "By")));
        assertThat(quota.used().text()).isEqualTo("1048576");
        assertThat(quota.warnings()).isEmpty();
        assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.UNLIMITED);
    }

    @Test
    void onlyOneNullIsInconsistent() {
        assertThat(space("\"capacity\":null,\"availableSpace\":\"5\",\"size\":\"1\"")
                        .warnings())
                .containsExactly(Warning.INCONSISTENT);
        assertThat(space("\"capacity\":\"6\",\"availableSpace\":null,\"size\":\"1\"")
                        .warnings())
                .containsExactly(Warning.INCONSISTENT);
    }

    @Test
    void availableSpaceMayBeNegativeAndMoreThanTheCapacity() {
        Quota negative = space("\"capacity\":\"10\",\"availableSpace\":\"-5\",\"size\":\"15\"");
        Quota more = space("\"capacity\":\"3333\",\"availableSpace\":12345,\"fileSize\":\"0\"");

        assertThat(negative.remaining().text()).isEqualTo("-5");
        assertThat(negative.warnings()).isEmpty();
        assertThat(more.remaining().text()).isEqualTo("12345");
        assertThat(more.used().vendor()).isEqualTo(new VendorField(CALL, "/0/fileSize", "0", "By"));
        assertThat(more.warnings()).containsExactly(Warning.SHARED_OR_DELAYED);
    }

    @Test
    void bothNamesOfASizeMustAgree() {
        String limits = "\"capacity\":\"3\",\"availableSpace\":\"1\",";

        assertThat(space(limits + "\"size\":\"2\",\"fileSize\":2.0").warnings()).isEmpty();
        assertThat(space(limits + "\"size\":\"2\",\"fileSize\":\"3\"").warnings())
                .containsExactly(Warning.INCONSISTENT);
    }

    @Test
    void largestNumbersAreExact() {
        Quota quota = space("\"capacity\":\"9223372036854775807\",\"availableSpace\":9223372036854775806,\"size\":1.0");

        assertThat(quota.limit().text()).isEqualTo("9223372036854775807");
        assertThat(quota.remaining().text()).isEqualTo("9223372036854775806");
        assertThat(quota.used().text()).isEqualTo("1");
        assertThat(quota.warnings()).isEmpty();
    }

    @Test
    void absentIsUnknownAndNeitherZeroNorUnlimited() {
        Quota nothing = space("\"x\":1");
        Quota noSize = space("\"capacity\":\"3\",\"availableSpace\":\"1\",\"size\":null");
        Quota noRemainder = space("\"capacity\":\"3\",\"size\":\"1\"");

        assertThat(List.of(nothing.limit(), nothing.used(), nothing.remaining()))
                .containsOnly(Amount.unknown());
        assertThat(noSize.used()).isEqualTo(Amount.unknown());
        assertThat(noRemainder.remaining()).isEqualTo(Amount.unknown());
        assertThat(List.of(nothing, noSize, noRemainder))
                .allSatisfy(quota -> assertThat(quota.warnings()).containsExactly(Warning.MISSING));
    }

    @Test
    void spaceThatTheAnswerLacksIsUnknown() {
        Quota quota = SmhNormalizer.quotas(json("[]"), DOCUMENTED_CHUNK).get(1);

        assertThat(quota.scope().id()).isEqualTo("space3p5klbgcwndnt");
        assertThat(List.of(quota.limit(), quota.used(), quota.remaining())).containsOnly(Amount.unknown());
        assertThat(quota.warnings()).containsExactly(Warning.MISSING);
    }

    @Test
    void whatIsNotUnderstoodIsAViolation() {
        for (String members : List.of(
                "\"capacity\":\"-1\"",
                "\"capacity\":1.5",
                "\"capacity\":\"\"",
                "\"capacity\":{}",
                "\"availableSpace\":\"0.5\"",
                "\"availableSpace\":true",
                "\"size\":\"-1\"",
                "\"size\":\"0.1\"",
                "\"size\":[]",
                "\"size\":1,\"fileSize\":\"-1\"")) {
            assertViolation(() -> space(members).warnings());
        }
        for (String answer : List.of(
                "{\"totalFileSize\":\"3333\"}",
                "[1]",
                "[{}]",
                "[{\"spaceId\":null}]",
                "[{\"spaceId\":\"another\",\"size\":\"1\"}]",
                "[{\"spaceId\":\"s\"},{\"spaceId\":\"s\"}]")) {
            assertViolation(() -> SmhNormalizer.quotas(json(answer), new Chunk(List.of("s"), CALL)));
        }
    }

    @Test
    void spacesAreAskedInChunksOfFifty() {
        List<String> ids =
                IntStream.range(0, 101).mapToObj(number -> "s" + number).toList();

        List<Chunk> chunks = SmhNormalizer.chunks(ids);

        assertThat(chunks).extracting(chunk -> chunk.spaceIds().size()).containsExactly(50, 50, 1);
        assertThat(chunks)
                .extracting(Chunk::call)
                .containsExactly(CALL + " (chunk 1 of 3)", CALL + " (chunk 2 of 3)", CALL + " (chunk 3 of 3)");
        assertThat(chunks).flatExtracting(Chunk::spaceIds).containsExactlyElementsOf(ids);
        assertThat(SmhNormalizer.chunks(ids.subList(0, 50))).containsExactly(new Chunk(ids.subList(0, 50), CALL));
        assertThat(SmhNormalizer.chunks(List.of())).isEmpty();
    }

    @Test
    void tokenIsRenewedAfterFourFifthsOfItsLifetime() {
        Grant grant = SmhNormalizer.grant(json("{\"accessToken\":\"acctk01\",\"expiresIn\":86400}"), NOON);

        assertThat(grant).isEqualTo(new Grant("acctk01", NOON.plusSeconds(69_120)));
    }

    @Test
    void lifetimeHasTwoSpellingsAndAnEnd() {
        assertThat(SmhNormalizer.grant(json("{\"accessToken\":\"a\",\"expiredIn\":\"1200\"}"), NOON)
                        .renewAt())
                .isEqualTo(NOON.plusSeconds(960));
        assertThat(SmhNormalizer.grant(json("{\"accessToken\":\"a\",\"expiresIn\":9223372036854775807}"), NOON)
                        .renewAt())
                .isEqualTo(NOON.plusSeconds(252_288_000));
    }

    @Test
    void loginThatBringsNoUsableTokenIsAViolation() {
        for (String answer : List.of(
                "{}",
                "[]",
                "{\"expiresIn\":1}",
                "{\"accessToken\":\"a\"}",
                "{\"accessToken\":null,\"expiresIn\":1}",
                "{\"accessToken\":\"\",\"expiresIn\":1}",
                "{\"accessToken\":\"a\\r\\nX-Evil: 1\",\"expiresIn\":1}",
                "{\"accessToken\":\"a\",\"expiresIn\":-1}",
                "{\"accessToken\":\"a\",\"expiresIn\":\"soon\"}")) {
            assertViolation(() -> SmhNormalizer.grant(json(answer), NOON).renewAt());
        }
    }

    @Test
    void brokenBytesBringWhatIsWrittenOrAViolation() {
        Random random = new Random(1);
        int understood = 0;
        for (int round = 0; round < 4_000; round++) {
            understood += understood(Mutations.mutate(random, DOCUMENTED.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(understood).isBetween(100, 3_900);
    }

    @Test
    void changedStructureBringsWhatIsWrittenOrAViolation() {
        Random random = new Random(2);
        int understood = 0;
        for (int round = 0; round < 4_000; round++) {
            understood += understood(Mutations.restructure(random, DOCUMENTED.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(understood).isBetween(100, 3_900);
    }

    /** 1 where the bytes are understood, 0 where they are refused; anything but that fails. */
    private static int understood(byte[] answer) {
        List<Quota> quotas;
        try {
            quotas = SmhNormalizer.quotas(VendorJson.parse(answer), DOCUMENTED_CHUNK);
        } catch (ProviderException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            return 0;
        }
        assertThat(quotas).hasSize(2);
        for (Quota quota : quotas) {
            for (Amount amount : List.of(quota.limit(), quota.used(), quota.remaining())) {
                assertThat(Mutations.isAsWritten(answer, amount, BigDecimal.ONE) && isOfSpace(answer, quota, amount))
                        .as(() -> quota + " from " + new String(answer, StandardCharsets.UTF_8))
                        .isTrue();
            }
        }
        return 1;
    }

    private static boolean isOfSpace(byte[] answer, Quota quota, Amount amount) {
        VendorField field = amount.vendor();
        if (field == null) {
            return true;
        }
        String space = field.pointer().substring(0, field.pointer().lastIndexOf('/'));
        return Mutations.at(answer, space + "/spaceId")
                .asText()
                .equals(quota.scope().id());
    }
}
