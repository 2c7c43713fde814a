package io.quotagate.chaos;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** KooDrive: two calls, by a token or a signature. */
final class KooDriveTongue implements Tongue {

    static final String SERVICE = "service";

    private static final String NUMBERS = "quotaUsed";
    private static final Pattern COUNT = Pattern.compile("(\"userCount\":)\\d+");
    private static final Pattern APP = Pattern.compile("HMAC-SHA256 AppId=([^,]+),.*");

    /** Vendor's prefix and our level. */
    private static final Map<String, String> POOLS =
            Map.of("dept", "department", "personal", "personal", "group", "group");

    private final Map<String, Account> accounts = new HashMap<>();

    KooDriveTongue(List<Account> all) {
        all.forEach(account -> {
            accounts.put("Bearer " + account.secret("Token"), account);
            accounts.put(account.secret("AppId"), account);
        });
    }

    static String part(String quota) {
        return quota.startsWith("storage.default-size:") ? SERVICE : NUMBERS;
    }

    @Override
    public Optional<Call> hear(Request request) {
        String who = APP.matcher(request.header("authorization")).replaceFirst("$1");
        String part = request.path().endsWith("/quotaUsed") ? NUMBERS : SERVICE;
        return Optional.ofNullable(accounts.get(who)).map(account -> Call.data(account, part));
    }

    @Override
    public String numbers(Call call, Numbers numbers) {
        String members = call.part().equals(SERVICE) ? service(numbers) : used(numbers);
        return "{\"code\":0,\"msg\":\"ok\",\"data\":{" + members + "}}";
    }

    private static String service(Numbers numbers) {
        StringBuilder json = new StringBuilder("\"status\":0,\"organizationId\":\"919\",\"userCount\":7");
        Map.of("department", "department", "personal", "personal", "group", "group")
                .forEach((name, level) -> {
                    BigDecimal size = numbers.next();
                    json.append(",\"").append(name).append("SpaceSize\":").append(size);
                    numbers.showOnly(
                            "storage.default-size:" + level, "limit", size.multiply(Numbers.GIBI), "not_applicable");
                });
        return json.toString();
    }

    private static String used(Numbers numbers) {
        BigDecimal seats = numbers.next();
        BigDecimal users = numbers.next();
        BigDecimal reserved = numbers.next();
        numbers.showAllocation("users:organization", seats, users);
        numbers.showOnly("storage.reserved:organization", "limit", reserved.multiply(Numbers.GIBI), "not_applicable");
        StringBuilder json = new StringBuilder("\"userMaxCount\":" + seats + ",\"userCount\":" + users
                + ",\"reservedSpaceQuota\":" + reserved
                + space(numbers, "organization", "spaceCapacity", "spaceUsed", "spaceQuotaUsed"));
        POOLS.forEach((name, level) ->
                json.append(space(numbers, level, name + "SpaceQuota", name + "SpaceUsed", name + "SpaceQuotaUsed")));
        return json.toString();
    }

    private static String space(Numbers numbers, String level, String limit, String stored, String allocated) {
        BigDecimal gibi = numbers.next();
        BigDecimal kibi = numbers.next();
        BigDecimal given = numbers.next();
        BigDecimal bytes = gibi.multiply(Numbers.GIBI);
        numbers.showAllocation("storage.stored:" + level, bytes, kibi.multiply(Numbers.KIBI));
        numbers.showAllocation("storage.allocated:" + level, bytes, given.multiply(Numbers.GIBI));
        return ",\"%s\":%s,\"%s\":%s,\"%s\":%s".formatted(limit, gibi, stored, kibi, allocated, given);
    }

    @Override
    public Reply refusal(Refusal refusal, Kind kind, String words) {
        return switch (refusal) {
            case THROTTLED ->
                Reply.later(
                        429, "{\"error_code\":\"APIG.0308\",\"error_msg\":\"" + words + "\",\"request_id\":\"r1\"}");
            case FAULT -> Reply.of(500, error(500, words));
            case UNAVAILABLE -> Reply.of(503, error(503, words));
            case EXPIRED -> Reply.of(400, error(13000201, words));
            case FORBIDDEN -> Reply.of(400, error(13000410, words));
        };
    }

    private static String error(int code, String words) {
        return "{\"code\":" + code + ",\"msg\":\"" + words + "\"}";
    }

    @Override
    public String withError(String json, String words) {
        return json.replace("\"code\":0,\"msg\":\"ok\"", "\"code\":500,\"msg\":\"" + words + "\"");
    }

    @Override
    public Pattern count() {
        return COUNT;
    }
}
