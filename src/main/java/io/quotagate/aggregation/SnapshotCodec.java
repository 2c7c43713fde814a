package io.quotagate.aggregation;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Account;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Packs snapshots: Smile (binary JSON) in which records are arrays and each text stands once. Numbers keep their exact
 * digits. Whoever changes one of these types changes {@link #VERSION} too.
 *
 * @see <a href="https://github.com/FasterXML/smile-format-specification">Smile</a>
 */
@RegisterForReflection(
        targets = {
            Quota.class,
            Amount.class,
            Metric.class,
            Scope.class,
            VendorField.class,
            Account.class,
            DriftMemory.class,
            DriftMemory.Shift.class,
            Pause.class,
            SnapshotCodec.Content.class,
            SnapshotCodec.Shortfall.class
        })
final class SnapshotCodec {

    /** Of the layout: what was packed with another one is not read. */
    static final byte VERSION = 2;

    private static final List<Class<?>> RECORDS = List.of(
            Content.class,
            Shortfall.class,
            Quota.class,
            Amount.class,
            Metric.class,
            Scope.class,
            VendorField.class,
            Account.class,
            DriftMemory.class,
            DriftMemory.Shift.class,
            Pause.class);

    private static final ObjectReader READER;
    private static final ObjectWriter WRITER;

    static {
        SmileMapper mapper = SmileMapper.builder(SmileFactory.builder()
                        .enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES)
                        .build())
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .build();
        RECORDS.forEach(
                type -> mapper.configOverride(type).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)));
        READER = mapper.readerFor(Content.class);
        WRITER = mapper.writerFor(Content.class);
    }

    private SnapshotCodec() {}

    /** What of a snapshot does not depend on time. */
    record Content(
            List<Quota> quotas,
            Account account,
            @Nullable Shortfall shortfall,
            @Nullable DriftMemory memory) {}

    /** A {@link ProviderException} without what only matters while it is on its way. */
    record Shortfall(
            Reason reason,
            String detail,
            @Nullable String vendorCode,
            @Nullable String vendorRequestId) {

        private static Shortfall of(ProviderException exception) {
            return new Shortfall(
                    exception.reason(),
                    exception.detail(),
                    exception.vendorCode().orElse(null),
                    exception.vendorRequestId().orElse(null));
        }

        private ProviderException exception() {
            return new ProviderException(reason, detail)
                    .code(vendorCode)
                    .orRequestId(Optional.ofNullable(vendorRequestId));
        }
    }

    /** Builds what packs and unpacks all types. */
    static void warmUp() {
        Amount amount = Amount.reported(BigDecimal.TEN, new VendorField("", "", "10", "By"));
        Quota quota =
                Quota.allocation(Metric.STORAGE_STORED, Unit.BYTE, Scope.of(ScopeLevel.ORGANIZATION), amount, amount);
        var unused = unpack(pack(new Snapshot(Instant.EPOCH, 0, List.of(quota), Account.UNKNOWN, Optional.empty())));
    }

    static PackedSnapshot pack(Snapshot snapshot) {
        Content content = new Content(
                snapshot.quotas(),
                snapshot.account(),
                snapshot.shortfall().map(Shortfall::of).orElse(null),
                snapshot.memory().equals(DriftMemory.NONE) ? null : snapshot.memory());
        try {
            return new PackedSnapshot(
                    snapshot.observedAt(), snapshot.observedNanos(), WRITER.writeValueAsBytes(content));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a snapshot that cannot be packed", bug);
        }
    }

    /** @throws UncheckedIOException where the content was not made by {@link #pack} */
    static Snapshot unpack(PackedSnapshot packed) {
        Content content = content(packed.content());
        Shortfall shortfall = content.shortfall();
        DriftMemory memory = content.memory();
        Instant observedAt = packed.observedAt();
        return new Snapshot(
                observedAt,
                packed.observedNanos(),
                content.quotas(),
                content.account(),
                Optional.ofNullable(shortfall).map(Shortfall::exception),
                memory == null ? DriftMemory.NONE : memory);
    }

    private static Content content(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException foreign) {
            throw new UncheckedIOException(foreign);
        }
    }
}
