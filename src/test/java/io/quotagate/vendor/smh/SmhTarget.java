package io.quotagate.vendor.smh;

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
import io.quotagate.provider.Session.Grant;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.vendor.smh.SmhNormalizer.Chunk;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** SMH's answer to a usage call and its answer to a token call, each on its own. */
final class SmhTarget implements Target {

    private static final String CALL = "GET /api/v1/usage/{libraryId}/{spaceIds}";
    private static final List<String> SPACES = List.of("space04fzo07fdq61b", "space3p5klbgcwndnt");
    private static final Instant ASKED_AT = Instant.parse("2026-11-21T03:00:00Z");
    private static final BigDecimal TEN_YEARS = BigDecimal.valueOf(315_360_000);

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
            Set.of("spaceId", "space", "capacity", "size", "availableSpace", "accessToken", "expiresIn"));

    @Override
    public boolean understands(byte[] input) {
        Exchange exchange = Exchange.of(input);
        boolean numbers = understands(exchange.answer(0), SmhTarget::usage);
        boolean access = understands(exchange.answer(1), SmhTarget::token);
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

    private static boolean usage(VendorAnswer answer) {
        List<Quota> quotas = SmhNormalizer.quotas(SmhErrors.body(answer), new Chunk(SPACES, CALL));
        Value json = success(answer);
        is(
                json.items().stream()
                        .map(space -> space.at("/spaceId").map(Value::text).orElse(""))
                        .allMatch(SPACES::contains),
                () -> "the answer to another question");
        is(
                quotas.stream().map(quota -> quota.scope().id()).toList().equals(SPACES),
                () -> "not one quota for each space: " + quotas);
        quotas.forEach(quota -> holds(quota, json));
        Oracle.shows(quotas);
        return true;
    }

    private static void holds(Quota quota, Value json) {
        List<Integer> places = IntStream.range(0, json.items().size())
                .filter(index -> json.items()
                        .get(index)
                        .at("/spaceId")
                        .map(Value::text)
                        .orElse("")
                        .equals(quota.scope().id()))
                .boxed()
                .toList();
        is(places.size() <= 1, () -> "a space twice: " + quota);
        if (places.isEmpty()) {
            is(
                    List.of(quota.limit(), quota.used(), quota.remaining()).stream()
                            .allMatch(Amount.unknown()::equals),
                    () -> "from nowhere: " + quota);
            return;
        }
        String space = "/" + places.get(0);
        boolean old = json.at(space + "/size")
                .filter(size -> size.kind() != Kind.NULL)
                .isEmpty();
        Oracle.holds(json, field(space + "/capacity", Says.WHOLE_OR_NULL_UNLIMITED), quota.limit());
        Oracle.holds(json, field(space + (old ? "/fileSize" : "/size"), Says.WHOLE), quota.used());
        Oracle.holds(json, field(space + "/availableSpace", Says.WHOLE_SIGNED_OR_NULL_UNLIMITED), quota.remaining());
    }

    private static Field field(String pointer, Says says) {
        return new Field(CALL, pointer, "By", BigDecimal.ONE, says);
    }

    private static boolean token(VendorAnswer answer) {
        Grant grant = SmhNormalizer.grant(SmhErrors.body(answer), ASKED_AT);
        Value json = success(answer);
        String token = json.at("/accessToken").map(Value::text).orElse("");
        is(grant.token().equals(token) && token.matches("[!-~]+"), () -> "another token");
        BigDecimal lifetime = json.at("/expiresIn")
                .filter(value -> value.kind() != Kind.NULL)
                .or(() -> json.at("/expiredIn"))
                .map(value -> new BigDecimal(value.text()))
                .orElseThrow(() -> new AssertionError("a lifetime from nowhere"));
        is(lifetime.signum() >= 0, () -> "a lifetime below nothing");
        Duration use = Duration.ofSeconds(lifetime.min(TEN_YEARS).longValueExact())
                .multipliedBy(4)
                .dividedBy(5);
        is(grant.renewAt().equals(ASKED_AT.plus(use)), () -> "renewed at " + grant.renewAt());
        return true;
    }

    private static Value success(VendorAnswer answer) {
        Value json = JsonText.read(answer.body());
        boolean refused = json.at("/code")
                .filter(code -> code.kind() == Kind.STRING || code.kind() == Kind.NUMBER)
                .isPresent();
        is(answer.status() == 200 && !refused, () -> "a failure was taken for a success");
        return json;
    }
}
