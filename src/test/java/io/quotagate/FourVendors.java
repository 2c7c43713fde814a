package io.quotagate;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** All vendors on one port, with their documented answers, and slow enough for callers to come together. */
final class FourVendors implements AutoCloseable {

    static final String KEY = "k";
    static final String REPORT = "/v1/tenants/acme/quotas";

    private static final String TENANTS = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
                  - id: drive
                    provider: koodrive
                    baseUrl: %1$s
                    credentials: { accessToken: drive-s3cr3t }
                  - id: media
                    provider: tencent-smh
                    baseUrl: %1$s
                    settings: { libraryId: smh04fzo07fdq61b, spaceIds: [space04fzo07fdq61b, space3p5klbgcwndnt] }
                    credentials: { librarySecret: media-s3cr3t }
                  - id: objects
                    provider: ucloud-ufile
                    baseUrl: %1$s
                    settings: { regions: [cn-bj2] }
                    credentials: { publicKey: objects-public, privateKey: objects-s3cr3t }
                  - id: vms
                    provider: zstack
                    baseUrl: %1$s
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accountName: admin, password: vms-s3cr3t }
            """;

    private static final long SLOW_NANOS = 300_000_000;

    private final VendorStub stub = VendorStub.answering(FourVendors::answer);

    /** A connection to each, with its documented account. */
    static List<Connection> connections(String tenant, String url) {
        return List.of(
                TestConnections.connection(
                        tenant, "drive", "koodrive", url, Map.of(), Map.of("accessToken", "drive-s3cr3t")),
                TestConnections.connection(
                        tenant,
                        "media",
                        "tencent-smh",
                        url,
                        Map.of(
                                "libraryId",
                                List.of("smh04fzo07fdq61b"),
                                "spaceIds",
                                List.of("space04fzo07fdq61b", "space3p5klbgcwndnt")),
                        Map.of("librarySecret", "media-s3cr3t")),
                TestConnections.connection(
                        tenant,
                        "objects",
                        "ucloud-ufile",
                        url,
                        Map.of("regions", List.of("cn-bj2")),
                        Map.of("publicKey", "objects-public", "privateKey", "objects-s3cr3t")),
                TestConnections.connection(
                        tenant,
                        "vms",
                        "zstack",
                        url,
                        Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a")),
                        Map.of("accountName", "admin", "password", "vms-s3cr3t")));
    }

    String tenants() {
        return TENANTS.formatted(stub.url());
    }

    static Reply answer(Request request) {
        LockSupport.parkNanos(SLOW_NANOS);
        return healthy(request);
    }

    static Reply healthy(Request request) {
        return switch (call(request)) {
            case "koodrive numbers" -> Reply.json(Answers.read("koodrive/quota-used.json"));
            case "koodrive service" -> Reply.json(Answers.read("koodrive/service-repaired.json"));
            case "smh token" -> Reply.json("{\"accessToken\":\"token-s3cr3t\",\"expiresIn\":86400}");
            case "smh numbers" -> Reply.json(Answers.read("smh/usage.json"));
            case "zstack login" -> Reply.json("{\"inventory\":{\"uuid\":\"0123456789abcdef0123456789abcdef\"}}");
            case "zstack numbers" -> Reply.json(Answers.read("zstack/usages.json"));
            case "zstack logout" -> Reply.json("{}");
            default -> Reply.json(Answers.read("ufile/quota-info.json"));
        };
    }

    static String call(Request request) {
        String path = request.path();
        if (path.startsWith("/koodrive/")) {
            return path.endsWith("/quotaUsed") ? "koodrive numbers" : "koodrive service";
        }
        if (path.startsWith("/api/v1/")) {
            return path.startsWith("/api/v1/usage/") ? "smh numbers" : "smh token";
        }
        if (path.startsWith("/zstack/")) {
            return switch (request.method()) {
                case "PUT" -> "zstack login";
                case "DELETE" -> "zstack logout";
                default -> "zstack numbers";
            };
        }
        return "ufile numbers";
    }

    void answer(Function<Request, Reply> script) {
        stub.answer(script);
    }

    /** How often each endpoint was called for data. */
    Map<String, Long> dataCalls() {
        return stub.requests().stream()
                .map(FourVendors::call)
                .filter(call -> call.endsWith("numbers") || call.endsWith("service"))
                .collect(groupingBy(call -> call, TreeMap::new, counting()));
    }

    @Override
    public void close() {
        stub.close();
    }
}
