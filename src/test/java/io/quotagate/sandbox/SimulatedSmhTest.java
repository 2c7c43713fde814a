package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedSmhTest {

    private static final String ONE = SandboxAccount.SMH_SPACES.get(0);
    private static final String TWO = SandboxAccount.SMH_SPACES.get(1);
    private static final String GONE = SandboxAccount.SMH_MISSING_SPACE;
    private static final String LIBRARY = "/api/v1/usage/" + SandboxAccount.SMH_LIBRARY_ID;

    private final SimulatedSmh vendor = new SimulatedSmh(new Random(1));

    private static Request login(String more) {
        return TestRequests.get("/api/v1/token?library_id=" + SandboxAccount.SMH_LIBRARY_ID + "&library_secret="
                + SandboxAccount.SMH_LIBRARY_SECRET + more);
    }

    private String token(String more) {
        return new JsonObject(vendor.answer(login(more)).body()).getString("accessToken");
    }

    private static Request usage(String spaces, String token) {
        return TestRequests.with(TestRequests.get(LIBRARY + "/" + spaces), "Authorization", "Bearer " + token);
    }

    private void assertRefused(Request request, int status, String code) {
        Reply reply = vendor.answer(request);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(new JsonObject(reply.body()).getString("code")).isEqualTo(code);
        assertThat(reply.headers()).containsKey("X-Request-Id");
    }

    @Test
    void tokenNeedsLibraryAndItsSecret() {
        String library = "/api/v1/token?library_id=" + SandboxAccount.SMH_LIBRARY_ID;

        assertRefused(TestRequests.get("/api/v1/token"), 400, "EmptyLibraryId");
        assertRefused(TestRequests.get(library), 400, "EmptyLibraryIdOrSecret");
        assertRefused(TestRequests.get(library + "&library_secret=other"), 404, "WrongLibraryIdOrSecret");
        assertRefused(
                TestRequests.get("/api/v1/token?library_id=smhother&library_secret=x"), 404, "WrongLibraryIdOrSecret");
    }

    @Test
    void periodIsAtLeastTwentyMinutesAndOneDayWhereItMakesNoSense() {
        assertThat(vendor.answer(login("&period=60")).body()).contains("\"expiresIn\":1200");
        assertThat(vendor.answer(login("&period=7200")).body()).contains("\"expiresIn\":7200");
        assertThat(vendor.answer(login("&period=-5")).body()).contains("\"expiresIn\":86400");
        assertThat(vendor.answer(login("&period=0")).body()).contains("\"expiresIn\":86400");
        assertThat(vendor.answer(login("")).body()).contains("\"expiresIn\":86400");
    }

    @Test
    void spaceThatTheLibraryLacksIsLeftOut() {
        String token = token("&grant=space_admin&space_id=" + ONE + "," + TWO + "," + GONE);

        JsonArray spaces = new JsonArray(
                vendor.answer(usage(ONE + "%2C" + TWO + "%2C" + GONE, token)).body());

        assertThat(spaces).hasSize(2);
        assertThat(spaces.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("spaceId", ONE)
                        .put("capacity", "10000")
                        .put("availableSpace", "5000")
                        .put("size", "1000"));
        assertThat(spaces.getJsonObject(1).getString("spaceId")).isEqualTo(TWO);
    }

    @Test
    void rawCommaAndTokenInTheQueryAreFineToo() {
        Request request = TestRequests.get(LIBRARY + "/" + ONE + "," + TWO + "?access_token=" + token("&grant=admin"));

        assertThat(new JsonArray(vendor.answer(request).body())).hasSize(2);
    }

    @Test
    void spaceAdminSeesOnlyTheSpacesOfItsToken() {
        String token = token("&grant=space_admin&space_id=" + ONE);

        assertThat(vendor.answer(usage(ONE, token)).status()).isEqualTo(200);
        assertRefused(usage(ONE + "," + TWO, token), 403, "AccessTokenNotMatchSpace");
        assertRefused(usage(ONE, token("&grant=space_admin")), 403, "AccessTokenNotMatchSpace");
    }

    @Test
    void tokenWithoutGrantSeesNothing() {
        assertThat(vendor.answer(usage(ONE, token(""))).body()).isEqualTo("[]");
    }

    @Test
    void userIsNamedByAdministratorsOnly() {
        String spaceAdmin = token("&grant=space_admin&space_id=" + ONE);

        assertThat(vendor.answer(usage(ONE + "?user_id=u", token("&grant=admin")))
                        .status())
                .isEqualTo(200);
        assertRefused(usage(ONE + "?user_id=u", spaceAdmin), 403, "NoPermission");
    }

    @Test
    void withoutSpacesTheLibraryAnswersForAdministrators() {
        Request request = TestRequests.get(LIBRARY + "?access_token=");

        assertThat(vendor.answer(TestRequests.get(LIBRARY + "?access_token=" + token("&grant=admin")))
                        .body())
                .isEqualTo("{\"totalFileSize\":\"2000\"}");
        assertRefused(request, 400, "EmptyAccessToken");
        assertRefused(TestRequests.get(LIBRARY + "?access_token=" + token("&grant=space_admin")), 403, "NoPermission");
    }

    @Test
    void malformedSpacesLibrariesAndRoutesAreRefused() {
        String token = token("&grant=admin");

        assertRefused(usage(ONE + ",", token), 400, "SpaceIdInvalid");
        assertRefused(usage("..%2Fx", token), 400, "SpaceIdInvalid");
        assertRefused(usage("", token), 400, "SpaceIdInvalid");
        assertRefused(usage(ONE + "/" + TWO, token), 404, "RouteNotFound");
        assertRefused(TestRequests.get("/api/v1/usage/other/" + ONE + "?access_token=x"), 404, "LibraryNotFound");
        assertRefused(TestRequests.get("/"), 404, "RouteNotFound");
    }

    @Test
    void eachCallExtendsTheTokenByItsPeriod() {
        String token = token("&grant=admin&period=1200");
        Request early = TestRequests.at(usage(ONE, token), TestRequests.NOW.plusSeconds(1199));
        Request later = TestRequests.at(usage(ONE, token), TestRequests.NOW.plusSeconds(2398));
        Request tooLate = TestRequests.at(usage(ONE, token), TestRequests.NOW.plusSeconds(2398 + 1200));

        assertThat(vendor.answer(early).status()).isEqualTo(200);
        assertThat(vendor.answer(later).status()).isEqualTo(200);
        assertRefused(tooLate, 403, "InvalidAccessToken");
    }

    @Test
    void tokenIsRenewedAndRevoked() {
        String token = token("&grant=admin");
        String path = "/api/v1/token/" + SandboxAccount.SMH_LIBRARY_ID + "/" + token;

        Reply renewed = vendor.answer(TestRequests.call("POST", path, ""));
        Reply revoked = vendor.answer(TestRequests.call("DELETE", path, ""));

        assertThat(new JsonObject(renewed.body()).getString("accessToken")).isEqualTo(token);
        assertThat(revoked.status()).isEqualTo(204);
        assertRefused(usage(ONE, token), 403, "InvalidAccessToken");
    }

    @Test
    void rememberedTokensAreBounded() {
        SmhTokens tokens = new SmhTokens(new Random(1));
        SmhTokens.Token token = new SmhTokens.Token(Set.of(), Set.of(), Duration.ofSeconds(1200));
        String first = tokens.issue(token, TestRequests.NOW);

        String last = "";
        for (int count = 0; count < SmhTokens.MOST; count++) {
            last = tokens.issue(token, TestRequests.NOW);
        }

        assertThat(tokens.use(first, TestRequests.NOW)).isEmpty();
        assertThat(tokens.use(last, TestRequests.NOW)).contains(token);
    }
}
