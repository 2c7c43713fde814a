package io.quotagate.vendor.zstack;

import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ZStack's words to ours; pure. Names that are not in the table pass through, since they differ by version and licence.
 */
final class ZStackNormalizer {

    /** What stands before a name of the vendor's that we have no word for. */
    static final String PASS_THROUGH = "zstack.";

    private static final int LONGEST_NAME = 128;
    private static final BigDecimal NO_LIMIT = BigDecimal.ONE.negate();

    static final List<Known> KNOWN = List.of(
            new Known("vm.num", new Metric("compute.vm.running"), Unit.VM),
            new Known("vm.totalNum", new Metric("compute.vm.total"), Unit.VM),
            new Known("vm.cpuNum", new Metric("compute.vcpu"), Unit.VCPU),
            new Known("vm.memorySize", new Metric("compute.memory"), Unit.BYTE),
            new Known("gpu.num", new Metric("compute.gpu"), Unit.GPU),
            new Known("volume.data.num", new Metric("storage.volume.count"), Unit.VOLUME),
            new Known("volume.capacity", new Metric("storage.volume.provisioned"), Unit.BYTE),
            new Known("image.num", new Metric("image.count"), Unit.IMAGE),
            new Known("image.size", new Metric("image.size"), Unit.BYTE),
            new Known("snapshot.volume.num", new Metric("storage.snapshot.count"), Unit.SNAPSHOT),
            new Known("eip.num", new Metric("network.eip"), Unit.ONE),
            new Known("vip.num", new Metric("network.vip"), Unit.ONE),
            new Known("l3.num", new Metric("network.l3"), Unit.ONE),
            new Known("securityGroup.num", new Metric("network.security-group"), Unit.ONE),
            new Known("portForwarding.num", new Metric("network.port-forwarding"), Unit.ONE),
            new Known("loadBalancer.num", new Metric("network.load-balancer"), Unit.ONE),
            new Known("listener.num", new Metric("network.listener"), Unit.ONE),
            new Known("vxlan.num", new Metric("network.vxlan"), Unit.ONE));

    /** A name of the vendor's whose meaning and unit are documented. */
    record Known(String name, Metric metric, Unit unit) {}

    private ZStackNormalizer() {}

    /**
     * The organization's quotas in the order of their metrics. Empty where the list is: ZStack leaves out what nobody
     * uses, so an organization may well have none to tell.
     *
     * @param answer to the usage call
     * @param organization uuid, as asked for
     * @throws io.quotagate.provider.ProviderException contract violation
     */
    static List<Quota> quotas(VendorJson answer, String organization) {
        Set<String> names = new HashSet<>();
        List<Quota> quotas = new ArrayList<>();
        for (VendorJson usage : answer.get("usages").items()) {
            String name = name(usage.get("name"));
            if (!names.add(name)) {
                throw usage.get("name").violation("must not be there twice");
            }
            quotas.add(quota(name, usage, organization));
        }
        quotas.sort(Comparator.comparing(Quota::metric));
        return quotas;
    }

    /** The name becomes part of a public id, so what cannot be written there faithfully is refused. */
    private static String name(VendorJson place) {
        String name = place.text().orElse("");
        boolean fits = name.length() <= LONGEST_NAME && name.codePoints().noneMatch(ZStackNormalizer::isUnwritable);
        if (name.isBlank() || !fits) {
            throw place.violation("must be a name of at most " + LONGEST_NAME + " printable characters");
        }
        return name;
    }

    /** Half a surrogate pair has no UTF-8 form: two such names would share an id. */
    private static boolean isUnwritable(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    private static Quota quota(String name, VendorJson usage, String organization) {
        Optional<Known> known =
                KNOWN.stream().filter(entry -> entry.name().equals(name)).findFirst();
        Metric metric = known.map(Known::metric).orElseGet(() -> new Metric(PASS_THROUGH + name));
        Unit unit = known.map(Known::unit).orElseGet(() -> unitOf(name));
        String call = "GET " + ZStackApi.ROOT + ZStackApi.ORGANIZATION + organization + ZStackApi.USAGES;
        Amount limit = limit(usage.get("total"), call, unit);
        Amount used = usage.get("used")
                .count()
                .map(count -> Amount.reported(count, usage.get("used").field(call, unit.code())))
                .orElseGet(Amount::unknown);
        Quota quota = Quota.allocation(metric, unit, Scope.of(ScopeLevel.ORGANIZATION, organization), limit, used);
        boolean inferred = known.isEmpty() && unit == Unit.BYTE;
        return warned(inferred ? quota.with(Warning.UNIT_INFERRED) : quota);
    }

    private static Unit unitOf(String name) {
        boolean size = name.endsWith(".size") || name.endsWith(".memorySize") || name.endsWith(".capacity");
        return size ? Unit.BYTE : Unit.ONE;
    }

    private static Amount limit(VendorJson place, String call, Unit unit) {
        Optional<BigDecimal> total = place.decimal();
        if (total.filter(value -> value.compareTo(NO_LIMIT) == 0).isPresent()) {
            return Amount.unlimited(place.field(call, unit.code()));
        }
        return place.count()
                .map(count -> Amount.reported(count, place.field(call, unit.code())))
                .orElseGet(Amount::unknown);
    }

    private static Quota warned(Quota quota) {
        BigDecimal limit = quota.limit().value();
        Quota checked = limit != null && limit.signum() == 0 ? quota.with(Warning.ZERO_OR_UNSET) : quota;
        boolean missing =
                quota.limit().state() == Amount.State.UNKNOWN || quota.used().state() == Amount.State.UNKNOWN;
        return missing ? checked.with(Warning.MISSING) : checked;
    }
}
