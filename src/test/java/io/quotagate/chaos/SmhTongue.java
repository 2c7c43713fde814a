package io.quotagate.chaos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** SMH: a token for the library's secret, then the spaces' numbers as text, one of them without a limit. */
final class SmhTongue implements Tongue {

    static final String PART = "usage";

    private static final Pattern COUNT = Pattern.compile("(\"(?:size|expiresIn)\":)\"?\\d+\"?");

    private final Map<String, Account> byLibrary;
    private final Map<String, Account> byToken = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private final Complaints complaints;

    SmhTongue(List<Account> accounts, Complaints complaints) {
        byLibrary = accounts.stream().collect(Collectors.toMap(Account::library, Function.identity()));
        this.complaints = complaints;
    }

    @Override
    public Optional<Call> hear(Request request) {
        if (request.path().equals("/api/v1/token")) {
            Account account = byLibrary.get(request.query().get("library_id"));
            if (account == null) {
                return Optional.empty();
            }
            complaints.check(
                    account.secret("Library").equals(request.query().get("library_secret")),
                    "secret sent for another connection",
                    account.key());
            return Optional.of(new Call(account, Kind.LOGIN, ""));
        }
        Account account = byToken.get(request.header("authorization").replace("Bearer ", ""));
        if (account == null) {
            return Optional.empty();
        }
        complaints.check(
                request.path().startsWith("/api/v1/usage/" + account.library() + "/"),
                "token sent for another connection",
                account.key());
        return Optional.of(Call.data(account, PART));
    }

    @Override
    public String numbers(Call call, Numbers numbers) {
        List<String> spaces = call.account().spaces();
        return spaces.stream()
                .map(space -> space(numbers, space, space.equals(spaces.get(2))))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String space(Numbers numbers, String space, boolean unlimited) {
        String quota = "storage.stored:space:" + space;
        BigDecimal size = numbers.next();
        numbers.show(quota, "used", size);
        String start = "{\"spaceId\":\"" + space + "\",\"size\":\"" + size + "\",";
        if (unlimited) {
            numbers.show(quota, "limit", "unlimited");
            numbers.show(quota, "remaining", "unlimited");
            return start + "\"capacity\":null,\"availableSpace\":null}";
        }
        BigDecimal capacity = numbers.next();
        BigDecimal available = numbers.next().negate();
        numbers.show(quota, "limit", capacity);
        numbers.show(quota, "remaining", available);
        return start + "\"capacity\":\"" + capacity + "\",\"availableSpace\":\"" + available + "\"}";
    }

    @Override
    public String greeting(Call call) {
        String token = call.account().secret("Opened") + tokens.incrementAndGet();
        byToken.put(token, call.account());
        return "{\"accessToken\":\"" + token + "\",\"expiresIn\":86400}";
    }

    @Override
    public void forget(Account account) {
        byToken.values().removeIf(account::equals);
    }

    @Override
    public Reply refusal(Refusal refusal, Kind kind, String words) {
        return switch (refusal) {
            case THROTTLED -> Reply.later(429, error("RateLimitExceeded", words));
            case FAULT -> Reply.of(500, error("InternalServerError", words));
            case UNAVAILABLE -> Reply.of(503, error("ServerOverloaded", words));
            case EXPIRED ->
                kind == Kind.LOGIN
                        ? Reply.of(404, error("WrongLibraryIdOrSecret", words))
                        : Reply.of(403, error("InvalidAccessToken", words));
            case FORBIDDEN -> Reply.of(403, error("NoPermission", words));
        };
    }

    private static String error(String code, String words) {
        return "{\"code\":\"" + code + "\",\"message\":\"" + words + "\"}";
    }

    @Override
    public String withError(String json, String words) {
        return "{\"code\":\"InternalServerError\",\"message\":\"" + words + "\",\"spaces\":" + json + "}";
    }

    @Override
    public Pattern count() {
        return COUNT;
    }
}
