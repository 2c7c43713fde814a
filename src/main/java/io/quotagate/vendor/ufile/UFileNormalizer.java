package io.quotagate.vendor.ufile;

import io.quotagate.provider.Undocumented;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * UCloud's words to ours; pure. {@code Left} is what remains of a prepaid balance and has no unit of its own: it is
 * inferred from the purchase and report APIs for the same quota types, hence {@code unit_inferred} everywhere. It is
 * negative where more was used than paid for.
 */
final class UFileNormalizer {

    static final Metric STORAGE_TIME = new Metric("objectstorage.storage-time");
    static final Metric DOWNLOAD_TRAFFIC = new Metric("objectstorage.download-traffic");
    static final Metric REQUESTS = new Metric("objectstorage.requests");

    static final String REGION = "[A-Za-z0-9-]{1,64}";

    private static final Pattern REGION_PATTERN = Pattern.compile(REGION);

    /** A kind of balance, by the vendor's name in requests and in answers. */
    enum QuotaType {
        /** In GB·day: stored bytes times days, no capacity. */
        STORAGE_VOLUME("storage-volume", "Storage", STORAGE_TIME, Unit.GIGABYTE_DAY, "GBy.d", 1),
        DOWNLOAD_TRAFFIC("download-traffic", "DownloadFlow", UFileNormalizer.DOWNLOAD_TRAFFIC, Unit.GIGABYTE, "GBy", 1),
        /** Sold and counted in units of ten thousand. */
        REQUEST_COUNT("request-count", "RequestCnt", REQUESTS, Unit.REQUEST, "10*4{request}", 10_000);

        private final String code;
        private final String member;
        private final Metric metric;
        private final Unit unit;
        private final String vendorUnit;
        private final BigDecimal factor;

        QuotaType(String code, String member, Metric metric, Unit unit, String vendorUnit, int factor) {
            this.code = code;
            this.member = member;
            this.metric = metric;
            this.unit = unit;
            this.vendorUnit = vendorUnit;
            this.factor = BigDecimal.valueOf(factor);
        }

        String code() {
            return code;
        }

        /** @param code a value of the setting {@code quotaTypes}, whose schema lists the codes of this enum */
        static QuotaType of(String code) {
            for (QuotaType type : values()) {
                if (type.code.equals(code)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("no quota type: " + code);
        }
    }

    /**
     * What one region's call asked for.
     *
     * @param call as it is shown to callers
     */
    record Ask(String region, List<QuotaType> types, String call) {}

    /** What one region said. */
    record Balances(List<Quota> quotas, AccountState state, Undocumented undocumented) {}

    private UFileNormalizer() {}

    /**
     * Reads one region's answer.
     *
     * @return a quota for each type asked for, in that order, with unknown amounts where the answer lacks it
     * @throws io.quotagate.provider.ProviderException contract violation
     */
    static Balances balances(VendorJson answer, Ask ask) {
        Optional<VendorJson> item = item(answer.get("DataSet"), ask.region());
        Scope scope = scope(ask.region(), item.flatMap(UFileNormalizer::region));
        List<Quota> quotas = ask.types().stream()
                .map(type -> quota(type, item, scope, ask.call()))
                .toList();
        AccountState state = item.map(found -> state(found.get("Owe"))).orElse(AccountState.UNKNOWN);
        return new Balances(quotas, state, UFileApi.ANSWER.compare(answer));
    }

    private static Scope scope(String asked, Optional<String> reported) {
        Scope scope = Scope.of(ScopeLevel.REGION, asked);
        return reported.filter(region -> !region.equals(asked))
                .map(scope::answeredFor)
                .orElse(scope);
    }

    /** Arrears in one region concern the account; that all is paid must be said by every region. */
    static Account account(Collection<AccountState> regions) {
        if (regions.contains(AccountState.ARREARS)) {
            return Account.of(AccountState.ARREARS);
        }
        boolean paid = !regions.isEmpty() && regions.stream().allMatch(AccountState.ACTIVE::equals);
        return paid ? Account.of(AccountState.ACTIVE) : Account.UNKNOWN;
    }

    /**
     * The one item of the answer, whatever region it names: the vendor's own sample asks for cn-bj2 and is answered for
     * cn-bj. Among several, only the one that names the region asked for can be meant; to choose another would be a guess.
     */
    private static Optional<VendorJson> item(VendorJson dataSet, String region) {
        if (dataSet.isMissing()) {
            return Optional.empty();
        }
        List<VendorJson> items = dataSet.items();
        for (VendorJson item : items) {
            if (!item.isObject()) {
                throw item.violation("must be an object");
            }
        }
        if (items.size() <= 1) {
            return items.stream().findFirst();
        }
        List<VendorJson> named = items.stream()
                .filter(item -> region(item).filter(region::equals).isPresent())
                .toList();
        if (named.size() != 1) {
            throw dataSet.violation("must have one item for the region asked for");
        }
        return Optional.of(named.get(0));
    }

    /** Shown to callers, and therefore held to the looks of a region's id. */
    private static Optional<String> region(VendorJson item) {
        VendorJson place = item.get("Region");
        Optional<String> region = place.text();
        region.ifPresent(text -> {
            if (!REGION_PATTERN.matcher(text).matches()) {
                throw place.violation("must be the id of a region");
            }
        });
        return region;
    }

    private static Quota quota(QuotaType type, Optional<VendorJson> item, Scope scope, String call) {
        Amount left = item.map(found -> left(type, found, call)).orElseGet(Amount::unknown);
        Quota quota = Quota.balance(type.metric, type.unit, scope, left).with(Warning.UNIT_INFERRED);
        Quota placed = scope.reported() == null ? quota : quota.with(Warning.REGION_MISMATCH);
        return left.isKnown() ? placed : placed.with(Warning.MISSING);
    }

    /** The exact remainder; any sign is legal, a fraction of one request is not. */
    private static Amount left(QuotaType type, VendorJson item, String call) {
        if (item.get(type.member).isMissing()) {
            return Amount.unknown();
        }
        VendorJson place = item.object(type.member).get("Left");
        return place.decimal()
                .map(left -> {
                    BigDecimal value = left.multiply(type.factor);
                    if (type.unit == Unit.REQUEST && !VendorJson.isWhole(value)) {
                        throw place.violation("must be a whole number of requests");
                    }
                    return Amount.reported(value, place.field(call, type.vendorUnit));
                })
                .orElseGet(Amount::unknown);
    }

    /** 1 is arrears, 0 is none; what else comes is not guessed. */
    private static AccountState state(VendorJson owe) {
        BigDecimal number = owe.decimal().orElse(BigDecimal.TEN);
        if (number.signum() == 0) {
            return AccountState.ACTIVE;
        }
        return number.compareTo(BigDecimal.ONE) == 0 ? AccountState.ARREARS : AccountState.UNKNOWN;
    }
}
