package io.quotagate.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The gateway with an {@link Issuer} whose tokens it accepts. */
public final class WithIssuer implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Running.class));
    }

    /** The issuer, for as long as the gateway under test runs. */
    public static final class Running implements QuarkusTestResourceLifecycleManager {

        private final Issuer issuer = new Issuer();

        @Override
        public Map<String, String> start() {
            return Map.of(
                    "quarkus.oidc.auth-server-url",
                    issuer.url(),
                    "quarkus.oidc.token.audience",
                    Issuer.AUDIENCE,
                    "quarkus.oidc.token.forced-jwk-refresh-interval",
                    "0S");
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(issuer, new TestInjector.MatchesType(Issuer.class));
        }

        @Override
        public void stop() {
            issuer.close();
        }
    }
}
