package io.quotagate.aggregation;

import io.quotagate.provider.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Packs failures, but for the time that is left of them, which their reader knows. */
final class FailureCodec {

    /** Of the layout and of the reasons: changes with each. */
    static final byte VERSION = 2;

    private FailureCodec() {}

    static byte[] pack(Failure failure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(failure.reason().name());
            out.writeUTF(failure.detail());
            write(out, failure.vendorCode());
            write(out, failure.vendorRequestId());
            out.writeLong(failure.lastAttemptAt().orElse(Instant.EPOCH).toEpochMilli());
            out.writeUTF(failure.wish().name());
            out.writeInt(failure.consecutiveFailures());
        } catch (IOException bug) {
            throw new UncheckedIOException(bug);
        }
        return bytes.toByteArray();
    }

    /**
     * @param pause how long the vendor is still to be left alone
     * @return empty where it was packed by something else
     */
    static Optional<Failure> unpack(byte[] packed, Instant now, Duration pause, long nanos) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            Reason reason = Reason.valueOf(in.readUTF());
            String detail = in.readUTF();
            Optional<String> vendorCode = read(in);
            Optional<String> vendorRequestId = read(in);
            Optional<Instant> lastAttemptAt =
                    Optional.of(Instant.ofEpochMilli(in.readLong())).filter(Instant.EPOCH::isBefore);
            return Optional.of(new Failure(
                    reason,
                    detail,
                    vendorCode,
                    vendorRequestId,
                    lastAttemptAt.map(attempt -> attempt.isAfter(now) ? now : attempt),
                    Optional.of(now.plus(pause)),
                    nanos + pause.toNanos(),
                    Failure.Wish.valueOf(in.readUTF()),
                    in.readInt()));
        } catch (IOException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        out.writeUTF(text.orElse(""));
    }

    private static Optional<String> read(DataInputStream in) throws IOException {
        boolean present = in.readBoolean();
        String text = in.readUTF();
        return present ? Optional.of(text) : Optional.empty();
    }
}
