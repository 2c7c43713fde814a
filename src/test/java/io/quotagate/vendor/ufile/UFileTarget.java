package io.quotagate.vendor.ufile;

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
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.vendor.ufile.UFileNormalizer.Ask;
import io.quotagate.vendor.ufile.UFileNormalizer.Balances;
import io.quotagate.vendor.ufile.UFileNormalizer.QuotaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** UCloud's answer for one region. */
final class UFileTarget implements Target {

    private static final String CALL = "GET /?Action=GetUFileQuotaInfo";
    private static final String REGION = "cn-bj2";
    private static final Ask ASK = new Ask(REGION, List.of(QuotaType.values()), CALL);

    private final Refusals refusals = new Refusals(
            Set.of(
                    Reason.UNAUTHORIZED,
                    Reason.FORBIDDEN,
                    Reason.NOT_FOUND,
                    Reason.INVALID_REQUEST,
                    Reason.RATE_LIMITED,
                    Reason.SUSPENDED,
                    Reason.UNAVAILABLE,
                    Reason.CONTRACT_VIOLATION),
            Set.of("RetCode", "DataSet", "Region", "Storage", "DownloadFlow", "RequestCnt", "Left"));

    @Override
    public boolean understands(byte[] input) {
        VendorAnswer answer = Exchange.of(input).answer(0);
        Balances balances;
        try {
            balances = balances(answer);
        } catch (ProviderException refusal) {
            refusals.fits(refusal, answer, other -> Refusals.of(() -> balances(other)));
            return false;
        }
        Value json = success(answer);
        Optional<String> item = item(json);
        is(
                balances.quotas().stream()
                        .map(quota -> quota.metric().name())
                        .toList()
                        .equals(List.of(
                                "objectstorage.storage-time",
                                "objectstorage.download-traffic",
                                "objectstorage.requests")),
                () -> "not one quota for each type: " + balances);
        balances.quotas().forEach(quota -> holds(quota, json, item));
        is(balances.state() == state(json, item), () -> "account " + balances.state());
        Oracle.shows(balances.quotas());
        return true;
    }

    @Override
    public byte[] vary(Random random, byte[] input) {
        return Exchange.vary(random, input);
    }

    private static Balances balances(VendorAnswer answer) {
        return UFileNormalizer.balances(UFileErrors.body(answer), ASK);
    }

    private static Value success(VendorAnswer answer) {
        Value json = JsonText.read(answer.body());
        Optional<Value> code =
                json.at("/RetCode").filter(value -> value.kind() != Kind.NULL).or(() -> json.at("/Retcode"));
        boolean zero = code.map(Value::text)
                .filter(text -> Oracle.isNumber(text) && new BigDecimal(text).signum() == 0)
                .isPresent();
        is(answer.status() == 200 && zero, () -> "a failure was taken for a success");
        return json;
    }

    /** Where the region's numbers stand: the only item, or the only one of that name. */
    private static Optional<String> item(Value json) {
        List<Value> items = json.at("/DataSet").map(Value::items).orElse(List.of());
        if (items.size() <= 1) {
            return items.isEmpty() ? Optional.empty() : Optional.of("/DataSet/0");
        }
        List<Integer> named = IntStream.range(0, items.size())
                .filter(index -> items.get(index)
                        .at("/Region")
                        .map(Value::text)
                        .filter(REGION::equals)
                        .isPresent())
                .boxed()
                .toList();
        is(named.size() == 1, () -> "one of several items was guessed");
        return Optional.of("/DataSet/" + named.get(0));
    }

    private static void holds(Quota quota, Value json, Optional<String> item) {
        is(
                quota.limit().equals(Amount.unknown()) && quota.used().equals(Amount.unknown()),
                () -> "UCloud says no limit and no use: " + quota);
        is(Objects.equals(quota.scope().id(), REGION), () -> "another region: " + quota);
        String reported = item.flatMap(place -> json.at(place + "/Region"))
                .filter(region -> region.kind() != Kind.NULL)
                .map(Value::text)
                .filter(region -> !region.equals(REGION))
                .orElse(null);
        is(Objects.equals(quota.scope().reported(), reported), () -> "reported for another region: " + quota);
        if (item.isEmpty()) {
            is(quota.remaining().equals(Amount.unknown()), () -> "from nowhere: " + quota);
            return;
        }
        Oracle.holds(json, field(quota.metric().name(), item.get()), quota.remaining());
    }

    private static Field field(String metric, String item) {
        return switch (metric) {
            case "objectstorage.storage-time" ->
                new Field(CALL, item + "/Storage/Left", "GBy.d", BigDecimal.ONE, Says.ANY);
            case "objectstorage.download-traffic" ->
                new Field(CALL, item + "/DownloadFlow/Left", "GBy", BigDecimal.ONE, Says.ANY);
            default ->
                new Field(CALL, item + "/RequestCnt/Left", "10*4{request}", new BigDecimal("10000"), Says.WHOLE_SIGNED);
        };
    }

    private static AccountState state(Value json, Optional<String> item) {
        String owe = item.flatMap(place -> json.at(place + "/Owe"))
                .map(Value::text)
                .filter(Oracle::isNumber)
                .orElse("2");
        BigDecimal number = new BigDecimal(owe);
        if (number.signum() == 0) {
            return AccountState.ACTIVE;
        }
        return number.compareTo(BigDecimal.ONE) == 0 ? AccountState.ARREARS : AccountState.UNKNOWN;
    }
}
