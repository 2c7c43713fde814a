package io.quotagate.api;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Callers by token, and those by key beside them. */
@QuarkusTest
@TestProfile(WithIssuer.class)
class TokenIsolationTest extends IsolationContract {

    @SuppressWarnings("NullAway.Init") // the profile puts it there
    Issuer issuer;

    private Visitor holder(String scope) {
        return holder(scope, Map.of("tenants", List.of(neighbours.own, neighbours.absent), "scope", scope));
    }

    private Visitor holder(String name, Map<String, ?> claims) {
        return bearer(name, issuer.token(claims));
    }

    private static Visitor bearer(String name, String token) {
        return new Visitor("token: " + name, List.of("Authorization: Bearer " + token));
    }

    @Override
    Visitor reader() {
        return holder("quota:read");
    }

    @Override
    Visitor refresher() {
        return holder("quota:refresh");
    }

    @Override
    Visitor full() {
        return holder("quota:read quota:refresh");
    }

    /** Also one whose token names a tenant that there is not. */
    @Override
    List<Visitor> insiders() {
        return List.of(full(), holder("no tenants", Map.of("scope", "quota:read quota:refresh")), neighbours.full);
    }

    @Override
    List<Visitor> strangers() {
        Map<String, Object> good =
                Map.of("tenants", List.of(neighbours.own, neighbours.foreign), "scope", "quota:read");
        String token = issuer.token(good);
        Map<String, Object> old = issuer.claims(Instant.now().minusSeconds(3_600), good);
        return Stream.concat(
                        neighbours.strangers().stream(),
                        Stream.of(
                                bearer("none", ""),
                                bearer("cut", token.substring(0, token.length() - 9)),
                                bearer(
                                        "old",
                                        Issuer.signed(
                                                old,
                                                "RS256",
                                                issuer.key().getKeyId(),
                                                issuer.key().getPrivateKey())),
                                holder("for others", Map.of("aud", "others", "tenants", List.of(neighbours.own))),
                                holder("of another type", Map.of("tenants", Map.of("own", neighbours.own)))))
                .toList();
    }

    @Override
    String challenge() {
        return "ApiKey realm=\"quotagate\", Bearer realm=\"quotagate\"(, error=\"invalid_token\")?";
    }
}
