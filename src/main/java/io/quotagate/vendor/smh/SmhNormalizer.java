package io.quotagate.vendor.smh;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Session.Grant;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SMH's words to ours; pure. Sizes are bytes, written as text. A {@code null} capacity or available space means that no
 * quota is set; the English page's "out of quota" is a mistranslation. One quota may cover several spaces and the
 * vendor counts late, so that what is available is shown as reported and never computed.
 */
final class SmhNormalizer {

    private static final String CALL = "GET /api/v1/usage/{libraryId}/{spaceIds}";

    /** The vendor states no maximum; so many ids keep the path well below what servers accept. */
    private static final int SPACES_PER_CALL = 50;

    /** The longest lifetime that the vendor grants: ten years. */
    private static final BigDecimal MAX_LIFETIME_SECONDS = BigDecimal.valueOf(315_360_000);

    /** What can stand in a header. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    /**
     * The spaces of one call.
     *
     * @param call as it is shown to callers
     */
    record Chunk(List<String> spaceIds, String call) {}

    private SmhNormalizer() {}

    /** Splits the spaces up into calls, in their order; none for no space. */
    static List<Chunk> chunks(List<String> spaceIds) {
        int count = (spaceIds.size() + SPACES_PER_CALL - 1) / SPACES_PER_CALL;
        List<Chunk> chunks = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            int from = index * SPACES_PER_CALL;
            int to = Math.min(from + SPACES_PER_CALL, spaceIds.size());
            String call = count == 1 ? CALL : CALL + " (chunk " + (index + 1) + " of " + count + ")";
            chunks.add(new Chunk(List.copyOf(spaceIds.subList(from, to)), call));
        }
        return chunks;
    }

    /**
     * Reads the answer to a token call; the token is due for renewal after four fifths of its lifetime, as in the
     * vendor's own SDK.
     *
     * @param askedAt when the call started
     */
    static Grant grant(VendorJson answer, Instant askedAt) {
        VendorJson place = answer.get("accessToken");
        String token = place.text()
                .filter(text -> TOKEN.matcher(text).matches())
                .orElseThrow(() -> place.violation("must be a token"));
        // The vendor's reference and its samples spell it differently.
        BigDecimal seconds = answer.get("expiresIn")
                .count()
                .or(() -> answer.get("expiredIn").count())
                .orElseThrow(() -> answer.get("expiresIn").violation("must be a lifetime in seconds"))
                .min(MAX_LIFETIME_SECONDS);
        return new Grant(
                token,
                askedAt.plus(Duration.ofSeconds(seconds.longValueExact())
                        .multipliedBy(4)
                        .dividedBy(5)));
    }

    /**
     * Reads the answer to a usage call.
     *
     * @return a quota for each space of the chunk, in that order, with unknown amounts where the answer lacks it
     * @throws ProviderException contract violation, also where the answer speaks of a space that was not asked for: it
     *     is then the answer to another question
     */
    static List<Quota> quotas(VendorJson answer, Chunk chunk) {
        Set<String> asked = new HashSet<>(chunk.spaceIds());
        Map<String, VendorJson> spaces = new HashMap<>();
        for (VendorJson space : answer.items()) {
            VendorJson place = space.get("spaceId");
            String id = place.text().orElseThrow(() -> place.violation("must name a space"));
            if (!asked.contains(id)) {
                throw place.violation("must be a space that was asked for");
            }
            if (spaces.put(id, space) != null) {
                throw place.violation("must not appear twice");
            }
        }
        return chunk.spaceIds().stream()
                .map(id -> quota(id, spaces.get(id), chunk.call()))
                .toList();
    }

    private static Quota quota(String id, @Nullable VendorJson space, String call) {
        if (space == null) {
            return quota(id, Amount.unknown(), Amount.unknown(), Amount.unknown());
        }
        Quota quota = quota(
                id,
                limited(space.get("capacity"), space.get("capacity").count(), call),
                used(space, call),
                limited(space.get("availableSpace"), whole(space.get("availableSpace")), call));
        return contradictsItself(quota, space) ? quota.with(Warning.INCONSISTENT) : quota;
    }

    private static Quota quota(String id, Amount limit, Amount used, Amount remaining) {
        Quota quota = new Quota(
                Metric.STORAGE_STORED,
                Kind.ALLOCATION,
                Unit.BYTE,
                Scope.of(ScopeLevel.SPACE, id),
                limit,
                used,
                remaining,
                Set.of());
        if (isUnknown(limit) || isUnknown(used) || isUnknown(remaining)) {
            return quota.with(Warning.MISSING);
        }
        return adds(limit, used, remaining) ? quota : quota.with(Warning.SHARED_OR_DELAYED);
    }

    /** A number, or unlimited where null is written, or unknown where nothing is. */
    private static Amount limited(VendorJson place, Optional<BigDecimal> number, String call) {
        if (place.isNull()) {
            return Amount.unlimited(place.field(call, Unit.BYTE.code()));
        }
        return number.map(bytes -> Amount.reported(bytes, place.field(call, Unit.BYTE.code())))
                .orElseGet(Amount::unknown);
    }

    /** Older revisions of the API say {@code fileSize}. */
    private static Amount used(VendorJson space, String call) {
        VendorJson place = space.get("size").isMissing() ? space.get("fileSize") : space.get("size");
        return place.count()
                .map(bytes -> Amount.reported(bytes, place.field(call, Unit.BYTE.code())))
                .orElseGet(Amount::unknown);
    }

    /** Bytes that may be fewer than none. */
    private static Optional<BigDecimal> whole(VendorJson place) {
        Optional<BigDecimal> number = place.decimal();
        if (!number.map(VendorJson::isWhole).orElse(true)) {
            throw place.violation("must be a whole number");
        }
        return number;
    }

    /** True where one says that there is a limit and the other that there is none, or both names of a size differ. */
    private static boolean contradictsItself(Quota quota, VendorJson space) {
        boolean limitDiffers = !isUnknown(quota.limit())
                && !isUnknown(quota.remaining())
                && quota.limit().state() != quota.remaining().state();
        Optional<BigDecimal> size = space.get("size").count();
        Optional<BigDecimal> fileSize = space.get("fileSize").count();
        return limitDiffers
                || (size.isPresent() && fileSize.isPresent() && size.get().compareTo(fileSize.get()) != 0);
    }

    /** False only where all three are numbers and do not add up. */
    private static boolean adds(Amount limit, Amount used, Amount remaining) {
        BigDecimal computed = Amount.remainder(limit, used).value();
        BigDecimal reported = remaining.value();
        return computed == null || reported == null || computed.compareTo(reported) == 0;
    }

    private static boolean isUnknown(Amount amount) {
        return amount.state() == Amount.State.UNKNOWN;
    }
}
