package io.quotagate.vendor.koodrive;

import static io.quotagate.quota.Metric.STORAGE_STORED;

import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * KooDrive's words to ours; pure. Capacities and pools are in GB (2^30 bytes), stored data in KB (2^10 bytes) by strong
 * inference from sibling APIs, hence {@code unit_inferred} on every storage quota.
 */
final class KooDriveNormalizer {

    static final Metric ALLOCATED = new Metric("storage.allocated");
    static final Metric RESERVED = new Metric("storage.reserved");
    static final Metric DEFAULT_SIZE = new Metric("storage.default-size");
    static final Metric USERS = new Metric("users");

    private static final String USAGE_CALL = "GET " + KooDriveApi.QUOTA_USED;
    private static final String SERVICE_CALL = "GET " + KooDriveApi.SERVICE;

    private static final Pool ORGANIZATION =
            new Pool(ScopeLevel.ORGANIZATION, "spaceCapacity", "spaceUsed", "spaceQuotaUsed", "");
    private static final List<Pool> POOLS = List.of(
            new Pool(
                    ScopeLevel.DEPARTMENT,
                    "deptSpaceQuota",
                    "deptSpaceUsed",
                    "deptSpaceQuotaUsed",
                    "departmentSpaceSize"),
            new Pool(
                    ScopeLevel.PERSONAL,
                    "personalSpaceQuota",
                    "personalSpaceUsed",
                    "personalSpaceQuotaUsed",
                    "personalSpaceSize"),
            new Pool(ScopeLevel.GROUP, "groupSpaceQuota", "groupSpaceUsed", "groupSpaceQuotaUsed", "groupSpaceSize"));

    /** Of what is shown as it came. */
    private static final int LONGEST_NAME = 255;

    /** Without any of these the answer says nothing. */
    private static final List<String> NUMBERS =
            List.of("spaceCapacity", "spaceUsed", "spaceQuotaUsed", "userCount", "userMaxCount");

    private static final List<String> SUBSCRIPTION =
            List.of("status", "spaceCapacity", "userCount", "organizationId", "organizationName", "productType");

    /** The organization or a pool of it, by the vendor's names for its numbers. */
    private record Pool(ScopeLevel level, String quota, String stored, String allocated, String defaultSize) {}

    /** A unit of the vendor's, and how many bytes it has. */
    enum VendorUnit {
        BYTE("By", 0),
        KIBIBYTE("KiBy", 10),
        MEBIBYTE("MiBy", 20),
        GIBIBYTE("GiBy", 30);

        private final String code;
        private final BigDecimal bytes;

        VendorUnit(String code, int shift) {
            this.code = code;
            this.bytes = BigDecimal.valueOf(1L << shift);
        }

        /** @param code a value of the setting {@code storedUnit}, whose schema lists the codes of this enum */
        static VendorUnit of(String code) {
            for (VendorUnit unit : values()) {
                if (unit.code.equals(code)) {
                    return unit;
                }
            }
            throw new IllegalArgumentException("no unit of stored data: " + code);
        }
    }

    /** What {@code /service} says, read once, so that a broken answer is found where it costs only itself. */
    record Subscription(
            Account account,
            Map<ScopeLevel, Amount> defaultSizes,
            Optional<BigDecimal> capacity,
            Optional<BigDecimal> seats) {

        /** What stands in where the call failed: everything unknown. */
        static final Subscription UNKNOWN =
                new Subscription(Account.UNKNOWN, Map.of(), Optional.empty(), Optional.empty());
    }

    private KooDriveNormalizer() {}

    /** @param data of the answer to {@code /service} */
    static Subscription subscription(VendorJson data) {
        if (SUBSCRIPTION.stream().allMatch(field -> data.get(field).isMissing())) {
            throw data.violation("has none of the documented members");
        }
        Map<ScopeLevel, Amount> defaultSizes = new TreeMap<>();
        for (Pool pool : POOLS) {
            defaultSizes.put(pool.level(), defaultSize(data.get(pool.defaultSize())));
        }
        return new Subscription(
                account(data),
                defaultSizes,
                data.get("spaceCapacity").decimal(),
                data.get("userCount").count());
    }

    private static Account account(VendorJson data) {
        Map<String, Boolean> features = new TreeMap<>();
        data.get("aiAvailable").flag().ifPresent(on -> features.put("ai", on));
        data.get("wpsAvailable").flag().ifPresent(on -> features.put("wps", on));
        return new Account(
                state(data.get("status")),
                name(data.get("organizationId")),
                name(data.get("organizationName")),
                name(data.get("productType")),
                features);
    }

    private static @Nullable String name(VendorJson place) {
        String name = place.text().orElse(null);
        if (name != null && name.length() > LONGEST_NAME) {
            throw place.violation("must have at most " + LONGEST_NAME + " characters");
        }
        return name;
    }

    /** Only 0 and 1 are documented; what else comes is not guessed. */
    private static AccountState state(VendorJson status) {
        return switch (status.code()
                .map(code -> code.replaceFirst("\\.0+$", ""))
                .orElse("")) {
            case "0" -> AccountState.ACTIVE;
            case "1" -> AccountState.SUSPENDED;
            default -> AccountState.UNKNOWN;
        };
    }

    /** 0 says that no space of the kind is enabled: there is no such limit. */
    private static Amount defaultSize(VendorJson size) {
        Amount amount = bytes(size, SERVICE_CALL, VendorUnit.GIBIBYTE);
        return isZero(amount) ? Amount.notApplicable() : amount;
    }

    /**
     * @param usage {@code data} of the answer to {@code /service/quotaUsed}
     * @throws io.quotagate.provider.ProviderException contract violation
     */
    static List<Quota> quotas(VendorJson usage, Subscription subscription, VendorUnit storedUnit) {
        boolean empty = NUMBERS.stream().allMatch(field -> usage.get(field).isMissing());
        if (empty) {
            throw usage.violation("has none of the documented numbers");
        }
        List<Quota> quotas = new ArrayList<>();
        quotas.add(checked(stored(ORGANIZATION, usage, storedUnit), usage, subscription, Pool::stored));
        POOLS.forEach(pool -> quotas.add(stored(pool, usage, storedUnit)));
        quotas.add(checked(allocated(ORGANIZATION, usage), usage, subscription, Pool::allocated));
        POOLS.forEach(pool -> quotas.add(allocated(pool, usage)));
        quotas.add(reserved(usage));
        quotas.add(agreeing(users(usage), usage.get("userMaxCount"), subscription.seats()));
        POOLS.forEach(pool -> quotas.add(defaultSize(pool, subscription)));
        return quotas;
    }

    private static Quota stored(Pool pool, VendorJson usage, VendorUnit unit) {
        Amount limit = bytes(usage.get(pool.quota()), USAGE_CALL, VendorUnit.GIBIBYTE);
        Amount used = bytes(usage.get(pool.stored()), USAGE_CALL, unit);
        return storage(STORAGE_STORED, pool, limit, used);
    }

    private static Quota allocated(Pool pool, VendorJson usage) {
        Amount limit = bytes(usage.get(pool.quota()), USAGE_CALL, VendorUnit.GIBIBYTE);
        Amount used = bytes(usage.get(pool.allocated()), USAGE_CALL, VendorUnit.GIBIBYTE);
        return storage(ALLOCATED, pool, limit, used);
    }

    private static Quota storage(Metric metric, Pool pool, Amount limit, Amount used) {
        Quota quota = Quota.allocation(metric, Unit.BYTE, Scope.of(pool.level()), limit, used)
                .with(Warning.UNIT_INFERRED);
        boolean empty = pool.level().isPart() && isZero(limit) && isZero(used);
        return empty ? quota.with(Warning.ZERO_OR_UNSET) : complete(quota);
    }

    private static Quota reserved(VendorJson usage) {
        Amount limit = bytes(usage.get("reservedSpaceQuota"), USAGE_CALL, VendorUnit.GIBIBYTE);
        return complete(Quota.setting(RESERVED, Unit.BYTE, Scope.of(ScopeLevel.ORGANIZATION), limit)
                .with(Warning.UNIT_INFERRED));
    }

    private static Quota users(VendorJson usage) {
        Amount limit = amount(usage.get("userMaxCount"));
        Amount used = amount(usage.get("userCount"));
        return complete(Quota.allocation(USERS, Unit.USER, Scope.of(ScopeLevel.ORGANIZATION), limit, used));
    }

    private static Quota defaultSize(Pool pool, Subscription subscription) {
        Amount limit = subscription.defaultSizes().getOrDefault(pool.level(), Amount.unknown());
        return complete(Quota.setting(DEFAULT_SIZE, Unit.BYTE, Scope.of(pool.level()), limit)
                .with(Warning.UNIT_INFERRED));
    }

    private static Quota complete(Quota quota) {
        boolean missing =
                quota.limit().state() == Amount.State.UNKNOWN || quota.used().state() == Amount.State.UNKNOWN;
        return missing ? quota.with(Warning.MISSING) : quota;
    }

    /** What is to be said of the organization's row: whether its parts add up, and whether the other call agrees. */
    private static Quota checked(
            Quota quota, VendorJson usage, Subscription subscription, Function<Pool, String> field) {
        boolean splitsUp = addsUp(usage, Pool::quota, usage.get("reservedSpaceQuota"));
        boolean addsUp = addsUp(usage, field, null);
        Quota checked = splitsUp && addsUp ? quota : quota.with(Warning.SUM_MISMATCH);
        return agreeing(checked, usage.get(ORGANIZATION.quota()), subscription.capacity());
    }

    private static Quota agreeing(Quota quota, VendorJson usage, Optional<BigDecimal> other) {
        Optional<BigDecimal> number = usage.decimal();
        boolean disagree =
                number.isPresent() && other.isPresent() && number.get().compareTo(other.get()) != 0;
        return disagree ? quota.with(Warning.INCONSISTENT) : quota;
    }

    /** True where the pools' numbers are the organization's, or where one of them is missing. */
    private static boolean addsUp(VendorJson usage, Function<Pool, String> field, @Nullable VendorJson rest) {
        BigDecimal parts = BigDecimal.ZERO;
        List<VendorJson> places = new ArrayList<>(
                POOLS.stream().map(pool -> usage.get(field.apply(pool))).toList());
        if (rest != null) {
            places.add(rest);
        }
        for (VendorJson place : places) {
            if (place.isMissing()) {
                return true;
            }
            parts = parts.add(place.decimal().orElseThrow());
        }
        BigDecimal sum = parts;
        return usage.get(field.apply(ORGANIZATION))
                .decimal()
                .map(total -> total.compareTo(sum) == 0)
                .orElse(true);
    }

    /** Bytes from a size in the vendor's unit; a fraction of a byte is a contract violation. */
    private static Amount bytes(VendorJson place, String call, VendorUnit unit) {
        return place.decimal()
                .map(size -> {
                    BigDecimal bytes = size.multiply(unit.bytes);
                    if (bytes.signum() < 0 || !VendorJson.isWhole(bytes)) {
                        throw place.violation("must be a size of at least 0");
                    }
                    return Amount.reported(bytes, place.field(call, unit.code));
                })
                .orElseGet(Amount::unknown);
    }

    private static Amount amount(VendorJson place) {
        return place.count()
                .map(count -> Amount.reported(count, place.field(USAGE_CALL, Unit.USER.code())))
                .orElseGet(Amount::unknown);
    }

    private static boolean isZero(Amount amount) {
        BigDecimal value = amount.value();
        return value != null && value.signum() == 0;
    }
}
