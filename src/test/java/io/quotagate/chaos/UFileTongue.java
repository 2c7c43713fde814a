package io.quotagate.chaos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** UCloud: a call for each region, balances with fractions and below nothing, and every failure under status 200. */
final class UFileTongue implements Tongue {

    private static final Pattern COUNT = Pattern.compile("(\"RequestCnt\":\\{\"Left\":)\\d+");
    private static final BigDecimal QUARTER = new BigDecimal("0.25");
    private static final BigDecimal REQUESTS = BigDecimal.valueOf(10_000);

    private final Map<String, Account> accounts;

    UFileTongue(List<Account> all) {
        accounts = all.stream().collect(Collectors.toMap(each -> each.secret("Public"), Function.identity()));
    }

    /** The region. */
    static String part(String quota) {
        return quota.substring(quota.lastIndexOf(':') + 1);
    }

    @Override
    public Optional<Call> hear(Request request) {
        String region = request.query().getOrDefault("Region", "");
        return Optional.ofNullable(accounts.get(request.query().get("PublicKey")))
                .map(account -> Call.data(account, region));
    }

    @Override
    public String numbers(Call call, Numbers numbers) {
        BigDecimal storage = numbers.next().add(QUARTER);
        BigDecimal traffic = numbers.next().add(QUARTER).negate();
        BigDecimal requests = numbers.next();
        String scope = ":region:" + call.part();
        numbers.showOnly("objectstorage.storage-time" + scope, "remaining", storage, "unknown");
        numbers.showOnly("objectstorage.download-traffic" + scope, "remaining", traffic, "unknown");
        numbers.showOnly("objectstorage.requests" + scope, "remaining", requests.multiply(REQUESTS), "unknown");
        return ("{\"RetCode\":0,\"Action\":\"GetUFileQuotaInfoResponse\",\"DataSet\":[{\"Region\":\"%s\",\"Owe\":0,"
                        + "\"Storage\":{\"Left\":%s},\"DownloadFlow\":{\"Left\":%s},\"RequestCnt\":{\"Left\":%s}}]}")
                .formatted(call.part(), storage, traffic, requests);
    }

    @Override
    public Reply refusal(Refusal refusal, Kind kind, String words) {
        return switch (refusal) {
            case THROTTLED -> Reply.of(200, error(153, words));
            case FAULT -> Reply.of(500, error(130, words));
            case UNAVAILABLE -> Reply.of(503, error(150, words));
            case EXPIRED -> Reply.of(200, error(171, words));
            case FORBIDDEN -> Reply.of(200, error(299, words));
        };
    }

    private static String error(int code, String words) {
        return "{\"RetCode\":" + code + ",\"Message\":\"" + words + "\"}";
    }

    @Override
    public String withError(String json, String words) {
        return json.replace("\"RetCode\":0", "\"RetCode\":150,\"Message\":\"" + words + "\"");
    }

    @Override
    public Pattern count() {
        return COUNT;
    }

    /** A balance may well be negative; a code may not. */
    @Override
    public String negative(String json) {
        return json.replace("\"RetCode\":0", "\"RetCode\":-1");
    }
}
