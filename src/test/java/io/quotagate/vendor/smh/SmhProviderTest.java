package io.quotagate.vendor.smh;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.QuotaProviderContract;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.quota.Account;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SmhProviderTest extends QuotaProviderContract {

    private static final String DOCUMENTED = Answers.read("smh/usage.json");
    private static final String LIBRARY = "smh04fzo07fdq61b";
    private static final List<String> SPACES = List.of("space04fzo07fdq61b", "space3p5klbgcwndnt");
    private static final Map<String, String> SECRET = Map.of("librarySecret", "lib-s3cr3t");
    private static final Reply EXPIRED = Reply.of(403, "{\"code\":\"InvalidAccessToken\",\"message\":\"expired\"}");

    @Inject
    SmhProvider provider;

    @Inject
    Clock clock;

    @Override
    protected QuotaProvider provider() {
        return provider;
    }

    @Override
    protected Connection connection(String url) {
        return connection(url, Map.of(), SECRET);
    }

    private static Connection connection(
            String url, Map<String, List<String>> settings, Map<String, String> credentials) {
        Map<String, List<String>> all = new HashMap<>(Map.of("libraryId", List.of(LIBRARY), "spaceIds", SPACES));
        all.putAll(settings);
        return TestConnections.connection("tencent-smh", url, all, credentials);
    }

    @Override
    protected Reply healthy(Request request) {
        return isDataCall(request) ? Reply.json(DOCUMENTED) : login(86_400);
    }

    /** Each login brings another token, numbered from 1. */
    private Reply login(long seconds) {
        int number = tokenCalls().size();
        return Reply.json("{\"accessToken\":\"acctk" + number + "-s3cr3t\",\"expiresIn\":" + seconds + "}");
    }

    @Override
    protected boolean isDataCall(Request request) {
        return request.path().contains("/api/v1/usage/");
    }

    @Override
    protected Reply refused(Request request) {
        return Reply.of(404, "{\"code\":\"WrongLibraryIdOrSecret\",\"message\":\"wrong\"}");
    }

    /** An empty list is an answer that lacks every space. */
    @Override
    protected List<String> notTheDocumentedJson() {
        return super.notTheDocumentedJson().stream()
                .filter(body -> !body.equals("[]"))
                .toList();
    }

    private List<Request> tokenCalls() {
        return vendor.requests().stream()
                .filter(request -> request.path().equals("/api/v1/token"))
                .toList();
    }

    private List<Request> dataCalls() {
        return vendor.requests().stream().filter(this::isDataCall).toList();
    }

    /** As a server reads a form, where a plus sign may be a space. */
    private static Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : request.query().split("&")) {
            int equals = parameter.indexOf('=');
            parameters.put(
                    parameter.substring(0, equals),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @Test
    void tokenIsAskedForTheNamedSpacesOnly() {
        observe();

        assertThat(tokenCalls()).hasSize(1).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(parameters(request))
                    .isEqualTo(Map.of(
                            "library_id",
                            LIBRARY,
                            "library_secret",
                            "lib-s3cr3t",
                            "space_id",
                            "space04fzo07fdq61b,space3p5klbgcwndnt",
                            "grant",
                            "space_admin"));
        });
    }

    @Test
    void usageCallNamesTheSpacesInOneSegmentAndCarriesTheTokenInAHeader() {
        observe();

        assertThat(dataCalls()).hasSize(1).allSatisfy(request -> {
            assertThat(request.path())
                    .isEqualTo("/api/v1/usage/smh04fzo07fdq61b/space04fzo07fdq61b%2Cspace3p5klbgcwndnt");
            assertThat(request.query()).isEmpty();
            assertThat(request.header("authorization")).isEqualTo("Bearer acctk1-s3cr3t");
        });
    }

    @Test
    void oddIdsAndSecretsArriveAsTheyAre() {
        String odd = "a b+c%41{x}*~?#&=:@;é测";
        answerData(request -> Reply.json("[]"));

        observe(connection(
                vendor.url() + "/prefix", Map.of("spaceIds", List.of(odd, "-")), Map.of("librarySecret", odd + "/,")));

        Request token = vendor.requests().get(0);
        assertThat(token.path()).isEqualTo("/prefix/api/v1/token");
        assertThat(parameters(token))
                .containsEntry("library_secret", odd + "/,")
                .containsEntry("space_id", odd + ",-");
        String path = vendor.requests().get(1).path();
        assertThat(path).startsWith("/prefix/api/v1/usage/" + LIBRARY + "/").doesNotContain("+");
        String segment = path.substring(path.lastIndexOf('/') + 1);
        assertThat(URLDecoder.decode(segment, StandardCharsets.UTF_8)).isEqualTo(odd + ",-");
    }

    @Test
    void adminActsForTheUserAndNamesNoSpaces() {
        observe(connection(vendor.url(), Map.of("grant", List.of("admin"), "userId", List.of("user+1")), SECRET));

        assertThat(parameters(tokenCalls().get(0)))
                .containsEntry("grant", "admin")
                .containsEntry("user_id", "user+1")
                .doesNotContainKey("space_id");
        assertThat(parameters(dataCalls().get(0))).isEqualTo(Map.of("user_id", "user+1"));
    }

    @Test
    void spaceAdminIsTheUserAndActsForNobody() {
        observe(connection(vendor.url(), Map.of("userId", List.of("user-1")), SECRET));

        assertThat(parameters(tokenCalls().get(0))).containsEntry("user_id", "user-1");
        assertThat(dataCalls().get(0).query()).isEmpty();
    }

    @Test
    void manySpacesAreAskedInChunksAndShownInTheirOrder() {
        List<String> ids =
                IntStream.range(0, 120).mapToObj(number -> "s" + number).toList();
        answerData(request -> {
            String segment = request.path().substring(request.path().lastIndexOf('/') + 1);
            List<String> asked = Arrays.asList(segment.split("%2C"));
            Collections.reverse(asked);
            return Reply.json(asked.stream()
                    .map(id -> "{\"spaceId\":\"" + id + "\",\"capacity\":null,\"availableSpace\":null,\"size\":\""
                            + id.substring(1) + "\"}")
                    .collect(Collectors.joining(",", "[", "]")));
        });

        Observation observation = observe(connection(vendor.url(), Map.of("spaceIds", ids), SECRET));

        assertThat(dataCalls()).hasSize(3);
        assertThat(tokenCalls()).hasSize(1);
        assertThat(observation.quotas()).extracting(quota -> quota.scope().id()).containsExactlyElementsOf(ids);
        assertThat(observation.quotas())
                .extracting(quota -> quota.used().text())
                .containsExactlyElementsOf(
                        ids.stream().map(id -> id.substring(1)).toList());
        assertThat(observation.quotas().get(119).used().vendor())
                .extracting(VendorField::call)
                .isEqualTo("GET /api/v1/usage/{libraryId}/{spaceIds} (chunk 3 of 3)");
    }

    @Test
    void chunkThatFailsFailsTheFetch() {
        List<String> ids =
                IntStream.range(0, 60).mapToObj(number -> "s" + number).toList();
        answerData(request -> request.path().contains("s59")
                ? Reply.of(403, "{\"code\":\"SpaceBanned\",\"message\":\"x\"}")
                : Reply.json("[]"));

        assertThat(failure(connection(vendor.url(), Map.of("spaceIds", ids), SECRET))
                        .reason())
                .isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void emptyListIsEverySpaceMissing() {
        answerData(request -> Reply.json("[]"));

        assertThat(observe().quotas())
                .hasSize(2)
                .allSatisfy(quota -> assertThat(quota.warnings()).containsExactly(Warning.MISSING));
    }

    @Test
    void tokenServesManyFetchesUntilItIsDue() {
        Connection connection = connection(vendor.url());

        observe(connection);
        observe(connection);
        assertThat(tokenCalls()).hasSize(1);

        vendor.answer(request -> isDataCall(request) ? healthy(request) : login(0));
        Connection shortLived = connection(vendor.url());
        observe(shortLived);
        observe(shortLived);
        assertThat(tokenCalls()).hasSize(3);
    }

    @Test
    void fetchesAtOnceShareOneLogin() {
        Connection connection = connection(vendor.url());
        List<Uni<Observation>> fetches = IntStream.range(0, 8)
                .mapToObj(number -> provider.fetch(connection, TestConnections.soon()))
                .toList();

        List<Observation> observations =
                Uni.join().all(fetches).andFailFast().await().atMost(Duration.ofSeconds(10));

        assertThat(observations).hasSize(8);
        assertThat(tokenCalls()).hasSize(1);
    }

    @Test
    void expiredTokenIsRenewedOnce() {
        answerData(request ->
                request.header("authorization").equals("Bearer acctk1-s3cr3t") ? EXPIRED : Reply.json(DOCUMENTED));

        assertThat(observe().quotas()).hasSize(2);
        assertThat(tokenCalls()).hasSize(2);
        assertThat(dataCalls()).hasSize(2);
    }

    @Test
    void tokenThatIsNeverTakenIsUnauthorizedAfterOneRenewal() {
        assertThat(failureOf(EXPIRED).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(tokenCalls()).hasSize(2);
        assertThat(dataCalls()).hasSize(2);
    }

    @Test
    void givenTokenIsUsedAndNeverRenewed() {
        Connection connection = connection(vendor.url(), Map.of(), Map.of("accessToken", "given-s3cr3t"));

        observe(connection);
        assertThat(tokenCalls()).isEmpty();
        assertThat(dataCalls().get(0).header("authorization")).isEqualTo("Bearer given-s3cr3t");

        answerData(request -> EXPIRED);
        assertThat(failure(connection).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(vendor.requests()).hasSize(2);
    }

    @Test
    void publicLibraryIsAskedWithoutAToken() {
        observe(connection(vendor.url(), Map.of(), Map.of()));

        assertThat(vendor.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.headers()).doesNotContainKey("authorization");
            assertThat(request.query()).isEmpty();
        });
    }

    @Test
    void forgottenConnectionLogsInAnew() {
        Connection connection = connection(vendor.url());
        observe(connection);

        provider.forget(connection).await().atMost(Duration.ofSeconds(1));
        observe(connection);

        assertThat(tokenCalls()).hasSize(2);
    }

    @Test
    void observationStartsWithTheDataCallAndNotWithTheLogin() {
        Instant start = clock.instant();
        vendor.answer(request -> {
            if (!isDataCall(request)) {
                ((MovableClock) clock).pass(Duration.ofSeconds(3));
            }
            return healthy(request);
        });

        Observation observation = observe();

        assertThat(observation.observedAt()).isEqualTo(start.plusSeconds(3));
        assertThat(observation.account()).isEqualTo(Account.UNKNOWN);
    }

    @Test
    void loginThatFailsFailsTheFetchByItsReason() {
        vendor.answer(
                request -> Reply.of(429, "{\"code\":\"RateLimitExceeded\"}").with("Retry-After", "3"));
        assertThat(failure(connection(vendor.url())).retryAfter()).contains(Duration.ofSeconds(3));

        vendor.answer(request -> isDataCall(request) ? healthy(request) : Reply.json("{\"expiresIn\":1}"));
        assertThat(failure(connection(vendor.url())).reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @Test
    void withoutSpacesNothingIsCalled() {
        Connection connection =
                connection(vendor.url(), Map.of("spaceIds", List.of()), Map.of("accessToken", "given-s3cr3t"));

        assertThat(failure(connection).reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void settingsThatWouldLeaveTheirSegmentAreRefused() {
        var spaceIds = provider.catalogue().connection().settings().stream()
                .filter(field -> field.name().equals("spaceIds"))
                .findFirst()
                .orElseThrow();

        assertThat(List.of("", "a/b", "a,b", "..", ".", "a..b", "a\\b", "a b", "a\n"))
                .noneMatch(id -> spaceIds.pattern().matcher(id).matches());
        assertThat(List.of("-", "space04fzo07fdq61b", "a.b", "a%2Fb"))
                .allMatch(id -> spaceIds.pattern().matcher(id).matches());
    }
}
