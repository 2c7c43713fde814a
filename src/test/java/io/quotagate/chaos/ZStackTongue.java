package io.quotagate.chaos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** ZStack: a session by name and password, then one list, written as its documentation writes numbers. */
final class ZStackTongue implements Tongue {

    static final String PART = "usages";

    private static final Pattern COUNT = Pattern.compile("(\"used\":)[0-9.]+");
    /** Their name and ours. */
    private static final Map<String, String> NAMES = Map.of(
            "vm.num", "compute.vm.running",
            "vm.cpuNum", "compute.vcpu",
            "vm.memorySize", "compute.memory",
            "volume.capacity", "storage.volume.provisioned",
            "eip.num", "network.eip",
            "chaos.num", "zstack.chaos.num");

    private static final String UNLIMITED = "image.num";

    private final List<Account> accounts;
    private final Map<String, Account> bySession = new ConcurrentHashMap<>();
    private final AtomicLong sessions = new AtomicLong();
    private final Complaints complaints;

    ZStackTongue(List<Account> accounts, Complaints complaints) {
        this.accounts = accounts;
        this.complaints = complaints;
    }

    @Override
    public Optional<Call> hear(Request request) {
        if (request.method().equals("PUT")) {
            return accounts.stream()
                    .filter(account -> request.body().contains("\"" + account.secret("Name") + "\""))
                    .findFirst()
                    .map(account -> new Call(account, Kind.LOGIN, ""));
        }
        Account account = bySession.get(request.header("authorization").replace("OAuth ", ""));
        if (account == null) {
            return Optional.empty();
        }
        if (request.method().equals("DELETE")) {
            return Optional.of(new Call(account, Kind.LOGOUT, ""));
        }
        complaints.check(
                request.path().contains("/" + account.uuid() + "/"),
                "session used for another connection",
                account.key());
        return Optional.of(Call.data(account, PART));
    }

    @Override
    public String numbers(Call call, Numbers numbers) {
        String scope = ":organization:" + call.account().uuid();
        String usages = NAMES.entrySet().stream()
                .map(name -> usage(numbers, name.getKey(), name.getValue() + scope))
                .collect(Collectors.joining(","));
        BigDecimal images = numbers.next();
        numbers.show("image.count" + scope, "limit", "unlimited");
        numbers.show("image.count" + scope, "used", images);
        numbers.show("image.count" + scope, "remaining", "unlimited");
        return "{\"usages\":[" + usages + ",{\"name\":\"" + UNLIMITED + "\",\"total\":-1,\"used\":" + images + "}]}";
    }

    private static String usage(Numbers numbers, String name, String quota) {
        BigDecimal total = numbers.next();
        BigDecimal used = numbers.next();
        numbers.showAllocation(quota, total, used);
        return "{\"name\":\"%s\",\"total\":%s.0,\"used\":%s}".formatted(name, total, used);
    }

    @Override
    public String greeting(Call call) {
        if (call.kind() == Kind.LOGOUT) {
            return "{}";
        }
        String session = String.format(Locale.ROOT, "cafe%028x", sessions.incrementAndGet());
        bySession.put(session, call.account());
        return "{\"inventory\":{\"uuid\":\"" + session + "\"}}";
    }

    @Override
    public void forget(Account account) {
        bySession.values().removeIf(account::equals);
    }

    @Override
    public Reply refusal(Refusal refusal, Kind kind, String words) {
        return switch (refusal) {
            case THROTTLED -> Reply.later(429, words);
            case FAULT -> Reply.of(500, words);
            case UNAVAILABLE -> Reply.of(503, error("SYS.1010", words));
            case EXPIRED -> Reply.of(503, error(kind == Kind.LOGIN ? "ID.1000" : "ID.1001", words));
            case FORBIDDEN -> Reply.of(503, error("ID.1002", words));
        };
    }

    private static String error(String code, String words) {
        return "{\"error\":{\"code\":\"" + code + "\",\"description\":\"" + words + "\"}}";
    }

    @Override
    public String withError(String json, String words) {
        return "{\"error\":{\"code\":\"SYS.1001\",\"description\":\"" + words + "\"}," + json.substring(1);
    }

    @Override
    public Pattern count() {
        return COUNT;
    }
}
