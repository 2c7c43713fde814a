package io.quotagate.vendor.koodrive;

import static io.quotagate.fuzz.Oracle.is;

import io.quotagate.fuzz.Exchange;
import io.quotagate.fuzz.JsonText;
import io.quotagate.fuzz.JsonText.Value;
import io.quotagate.fuzz.Oracle;
import io.quotagate.fuzz.Oracle.Field;
import io.quotagate.fuzz.Oracle.Says;
import io.quotagate.fuzz.Refusals;
import io.quotagate.fuzz.Target;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.Subscription;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.VendorUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** KooDrive's two answers: to {@code quotaUsed}, without which there is nothing, and to {@code service}, which may fail. */
final class KooDriveTarget implements Target {

    private static final String USAGE = "GET /koodrive/ose/v1/service/quotaUsed";
    private static final String SERVICE = "GET /koodrive/ose/v1/service";

    /** Metric and level, and the fields of limit and use; by the contract, not by the normalizer. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("storage.stored:organization", List.of("spaceCapacity", "spaceUsed")),
            Map.entry("storage.stored:department", List.of("deptSpaceQuota", "deptSpaceUsed")),
            Map.entry("storage.stored:personal", List.of("personalSpaceQuota", "personalSpaceUsed")),
            Map.entry("storage.stored:group", List.of("groupSpaceQuota", "groupSpaceUsed")),
            Map.entry("storage.allocated:organization", List.of("spaceCapacity", "spaceQuotaUsed")),
            Map.entry("storage.allocated:department", List.of("deptSpaceQuota", "deptSpaceQuotaUsed")),
            Map.entry("storage.allocated:personal", List.of("personalSpaceQuota", "personalSpaceQuotaUsed")),
            Map.entry("storage.allocated:group", List.of("groupSpaceQuota", "groupSpaceQuotaUsed")),
            Map.entry("storage.reserved:organization", List.of("reservedSpaceQuota")),
            Map.entry("users:organization", List.of("userMaxCount", "userCount")),
            Map.entry("storage.default-size:department", List.of("departmentSpaceSize")),
            Map.entry("storage.default-size:personal", List.of("personalSpaceSize")),
            Map.entry("storage.default-size:group", List.of("groupSpaceSize")));

    private static final Set<String> STORED =
            Set.of("spaceUsed", "deptSpaceUsed", "personalSpaceUsed", "groupSpaceUsed");
    private static final BigDecimal GIBI = new BigDecimal("1073741824");
    private static final BigDecimal KIBI = new BigDecimal("1024");

    private final Refusals refusals = new Refusals(
            Set.of(
                    Reason.UNAUTHORIZED,
                    Reason.FORBIDDEN,
                    Reason.NOT_FOUND,
                    Reason.INVALID_REQUEST,
                    Reason.RATE_LIMITED,
                    Reason.UNAVAILABLE,
                    Reason.CONTRACT_VIOLATION),
            Set.of("code", "data", "status", "must"));

    @Override
    public boolean understands(byte[] input) {
        Exchange exchange = Exchange.of(input);
        Optional<Subscription> subscription = subscription(exchange.answer(1));
        List<Quota> quotas;
        try {
            quotas = quotas(exchange.answer(0), subscription.orElse(Subscription.UNKNOWN));
        } catch (ProviderException refusal) {
            refusals.fits(refusal, exchange.answer(0), body -> Refusals.of(() -> quotas(body, Subscription.UNKNOWN)));
            return false;
        }
        Value usage = success(exchange.answer(0));
        Optional<Value> service = subscription.map(read -> success(exchange.answer(1)));
        subscription.ifPresent(read -> account(read, service.orElseThrow()));
        quotas.forEach(quota -> holds(quota, usage, service));
        is(quotas.size() == FIELDS.size(), () -> quotas.size() + " quotas");
        Oracle.shows(quotas);
        return true;
    }

    @Override
    public byte[] vary(Random random, byte[] input) {
        return Exchange.vary(random, input);
    }

    private Optional<Subscription> subscription(VendorAnswer answer) {
        try {
            return Optional.of(KooDriveNormalizer.subscription(KooDriveErrors.data(answer)));
        } catch (ProviderException refusal) {
            refusals.fits(
                    refusal,
                    answer,
                    other -> Refusals.of(() -> KooDriveNormalizer.subscription(KooDriveErrors.data(other))));
            return Optional.empty();
        }
    }

    private static List<Quota> quotas(VendorAnswer answer, Subscription subscription) {
        return KooDriveNormalizer.quotas(KooDriveErrors.data(answer), subscription, VendorUnit.KIBIBYTE);
    }

    /** Numbers count only where status and code say success. */
    private static Value success(VendorAnswer answer) {
        Value json = JsonText.read(answer.body());
        String code = json.at("/code").map(Value::text).orElse("");
        is(answer.status() == 200 && code.equals("0"), () -> "a failure was taken for a success: " + code);
        return json;
    }

    private static void account(Subscription read, Value service) {
        String status = service.at("/data/status").map(Value::text).orElse("");
        AccountState state = status.matches("0(\\.0+)?")
                ? AccountState.ACTIVE
                : status.matches("1(\\.0+)?") ? AccountState.SUSPENDED : AccountState.UNKNOWN;
        is(read.account().state() == state, () -> read.account().state() + " where status is " + status);
        String id = service.at("/data/organizationId")
                .filter(value -> value.kind() != JsonText.Kind.NULL)
                .map(Value::text)
                .orElse(null);
        is(Objects.equals(read.account().id(), id), () -> read.account() + " of " + id);
        Stream.of(read.account().id(), read.account().name(), read.account().plan())
                .forEach(text -> is(text == null || Oracle.isWritable(text), () -> "unwritable: " + read.account()));
    }

    private static void holds(Quota quota, Value usage, Optional<Value> service) {
        String[] id = quota.id("main").split(":");
        List<String> fields = FIELDS.getOrDefault(id[1] + ":" + id[2], List.of());
        is(!fields.isEmpty() && id.length == 3, () -> "no quota of this vendor: " + quota);
        if (id[1].equals("storage.default-size")) {
            Field field = new Field(SERVICE, "/data/" + fields.get(0), "GiBy", GIBI, Says.WHOLE_OR_ZERO_NONE);
            service.ifPresentOrElse(
                    answer -> Oracle.holds(answer, field, quota.limit()),
                    () -> is(quota.limit().equals(Amount.unknown()), () -> "from nowhere: " + quota));
        } else {
            Oracle.holds(usage, field(fields.get(0)), quota.limit());
        }
        if (fields.size() == 2) {
            Oracle.holds(usage, field(fields.get(1)), quota.used());
            Oracle.computes(quota);
        } else {
            is(
                    quota.used().equals(Amount.notApplicable())
                            && quota.remaining().equals(Amount.notApplicable()),
                    () -> "nothing is counted against " + quota);
        }
    }

    private static Field field(String name) {
        String pointer = "/data/" + name;
        if (name.startsWith("user")) {
            return new Field(USAGE, pointer, "{user}", BigDecimal.ONE, Says.WHOLE);
        }
        return STORED.contains(name)
                ? new Field(USAGE, pointer, "KiBy", KIBI, Says.WHOLE)
                : new Field(USAGE, pointer, "GiBy", GIBI, Says.WHOLE);
    }
}
