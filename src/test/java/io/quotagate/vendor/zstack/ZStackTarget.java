package io.quotagate.vendor.zstack;

import static io.quotagate.fuzz.Oracle.is;

import io.quotagate.fuzz.Exchange;
import io.quotagate.fuzz.JsonText;
import io.quotagate.fuzz.JsonText.Kind;
import io.quotagate.fuzz.JsonText.Value;
import io.quotagate.fuzz.Oracle;
import io.quotagate.fuzz.Oracle.Field;
import io.quotagate.fuzz.Oracle.Says;
import io.quotagate.fuzz.Refusals;
import io.quotagate.fuzz.Target;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Quota;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** ZStack's answer to a usage call and its answer to a login, each on its own. */
final class ZStackTarget implements Target {

    private static final String ORGANIZATION = "9636f37046a63657b26cb28ed8cbc38a";
    private static final String CALL = "GET /zstack/v1/iam2/organizations/quota/" + ORGANIZATION + "/usages";

    /** Metric and unit by the vendor's name; by the contract, not by the normalizer. */
    private static final Map<String, String> METRICS = Map.ofEntries(
            Map.entry("vm.num", "compute.vm.running {vm}"),
            Map.entry("vm.totalNum", "compute.vm.total {vm}"),
            Map.entry("vm.cpuNum", "compute.vcpu {vcpu}"),
            Map.entry("vm.memorySize", "compute.memory By"),
            Map.entry("gpu.num", "compute.gpu {gpu}"),
            Map.entry("volume.data.num", "storage.volume.count {volume}"),
            Map.entry("volume.capacity", "storage.volume.provisioned By"),
            Map.entry("image.num", "image.count {image}"),
            Map.entry("image.size", "image.size By"),
            Map.entry("snapshot.volume.num", "storage.snapshot.count {snapshot}"),
            Map.entry("eip.num", "network.eip 1"),
            Map.entry("vip.num", "network.vip 1"),
            Map.entry("l3.num", "network.l3 1"),
            Map.entry("securityGroup.num", "network.security-group 1"),
            Map.entry("portForwarding.num", "network.port-forwarding 1"),
            Map.entry("loadBalancer.num", "network.load-balancer 1"),
            Map.entry("listener.num", "network.listener 1"),
            Map.entry("vxlan.num", "network.vxlan 1"));

    private final Refusals refusals = new Refusals(
            Set.of(
                    Reason.UNAUTHORIZED,
                    Reason.FORBIDDEN,
                    Reason.NOT_FOUND,
                    Reason.INVALID_REQUEST,
                    Reason.RATE_LIMITED,
                    Reason.UNAVAILABLE,
                    Reason.CONTRACT_VIOLATION,
                    Reason.CLOCK_SKEW),
            Set.of("usages", "name", "total", "used", "success", "inventory", "uuid"));

    @Override
    public boolean understands(byte[] input) {
        Exchange exchange = Exchange.of(input);
        boolean numbers = understands(exchange.answer(0), ZStackTarget::usages);
        boolean access = understands(exchange.answer(1), ZStackTarget::login);
        return numbers || access;
    }

    @Override
    public byte[] vary(Random random, byte[] input) {
        return Exchange.vary(random, input);
    }

    private boolean understands(VendorAnswer answer, Function<VendorAnswer, Boolean> reading) {
        try {
            return reading.apply(answer);
        } catch (ProviderException refusal) {
            refusals.fits(refusal, answer, other -> Refusals.of(() -> reading.apply(other)));
            return false;
        }
    }

    private static boolean usages(VendorAnswer answer) {
        List<Quota> quotas = ZStackNormalizer.quotas(ZStackErrors.result(answer), ORGANIZATION);
        Value json = success(answer);
        Map<String, Integer> places = new HashMap<>();
        List<Value> usages = json.at("/usages").map(Value::items).orElse(List.of());
        for (int index = 0; index < usages.size(); index++) {
            String name = usages.get(index).at("/name").map(Value::text).orElse("");
            is(!name.isBlank() && Oracle.isWritable(name), () -> "a name was taken that is none");
            is(places.put(metric(name), index) == null, () -> "a name twice: " + name);
        }
        is(quotas.size() == usages.size(), () -> quotas.size() + " quotas from " + usages.size());
        quotas.forEach(quota -> holds(quota, json, places));
        Oracle.shows(quotas);
        return true;
    }

    private static String metric(String name) {
        boolean size = List.of(".size", ".memorySize", ".capacity").stream().anyMatch(name::endsWith);
        return METRICS.getOrDefault(name, "zstack." + name + (size ? " By" : " 1"));
    }

    private static void holds(Quota quota, Value json, Map<String, Integer> places) {
        String unit = quota.unit().code();
        Integer index = places.get(quota.metric().name() + " " + unit);
        is(index != null, () -> "from nowhere: " + quota);
        is(ORGANIZATION.equals(quota.scope().id()), () -> "another organization: " + quota);
        String place = "/usages/" + index;
        Oracle.holds(
                json,
                new Field(CALL, place + "/total", unit, BigDecimal.ONE, Says.WHOLE_OR_MINUS_ONE_UNLIMITED),
                quota.limit());
        Oracle.holds(json, new Field(CALL, place + "/used", unit, BigDecimal.ONE, Says.WHOLE), quota.used());
        Oracle.computes(quota);
    }

    private static boolean login(VendorAnswer answer) {
        String uuid = ZStackProvider.sessionUuid(ZStackErrors.result(answer));
        Value json = success(answer);
        is(
                json.at("/inventory/uuid").map(Value::text).filter(uuid::equals).isPresent()
                        && uuid.matches("[0-9a-fA-F]{32}"),
                () -> "another session");
        return true;
    }

    private static Value success(VendorAnswer answer) {
        Value json = JsonText.read(answer.body());
        boolean refused =
                json.at("/error").filter(error -> error.kind() != Kind.NULL).isPresent()
                        || json.at("/success")
                                .map(Value::text)
                                .filter(text -> text.equals("false") || text.equals("0"))
                                .isPresent();
        is(answer.status() == 200 && !refused, () -> "a failure was taken for a success");
        return json;
    }
}
