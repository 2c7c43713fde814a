package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Ration;
import io.quotagate.provider.TestConnections;
import io.quotagate.quota.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedCredentialsTest {

    private static Connection connection(String id, String url, String secret, Ration ration) {
        return TestConnections.connection("acme", id, "fake", url, Map.of(), Map.of("secret", secret))
                .with(ration);
    }

    private static Tenant tenant(String id, Connection... connections) {
        return new Tenant(id, Optional.empty(), List.of(), Thresholds.DEFAULT, List.of(connections));
    }

    private static List<String> rates(Tenant... tenants) {
        return SharedCredentials.withLowestRates(List.of(tenants)).stream()
                .flatMap(tenant -> tenant.connections().stream())
                .map(connection ->
                        connection.ration().perCredential().map(Rate::toString).orElse("none"))
                .toList();
    }

    @Test
    void lowestRateOfACredentialIsThatOfAllThatLogInWithIt() {
        Tenant one = tenant(
                "one",
                connection("a", "https://v.example", "same", Ration.perCredential("20/PT1S")),
                connection("b", "https://v.example/base", "same", Ration.perCredential("5/PT1S")),
                connection("c", "https://v.example", "another", Ration.perCredential("20/PT1S")),
                connection("d", "https://w.example", "same", Ration.perCredential("20/PT1S")));
        Tenant two = tenant("two", connection("e", "https://V.example:443", "same", Ration.UNLIMITED));

        assertThat(rates(one, two)).containsExactly("5/PT1S", "5/PT1S", "20/PT1S", "20/PT1S", "5/PT1S");
    }

    @Test
    void lowerOfTwoRatesIsThatOfBoth() {
        Tenant both = tenant(
                "one",
                connection("a", "https://v.example", "same", Ration.perCredential("20/PT1S")),
                connection("b", "https://v.example", "same", Ration.perCredential("5/PT1S")));

        assertThat(rates(both)).containsExactly("5/PT1S", "5/PT1S");
    }

    @Test
    void tenantsStayTheSameWhereAllRatesAre() {
        List<Tenant> tenants =
                List.of(tenant("one", connection("a", "https://v.example", "s", Ration.perCredential("20/PT1S"))));

        assertThat(SharedCredentials.withLowestRates(tenants)).isSameAs(tenants);
    }
}
