package io.quotagate.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that everybody may open, and the files that they need. */
@QuarkusTest
class PublicPagesTest {

    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    private static List<String> files(String page) {
        return FILE.matcher(given().get(page).asString())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs"})
    void pageIsPublicAndHasNothingInIt(String page) {
        Response answer = given().get(page);

        answer.then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                        + (page.equals("/docs") ? " data:;" : ";"))
                .contains("connect-src 'self'", "form-action 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.asString())
                .doesNotContainPattern("<style|style=|\\son[a-z]+=|javascript:|https?://")
                .doesNotContainPattern("<script(?![^>]*src=)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs"})
    void fileOfAPageIsServedAndKeptForEver(String page) {
        List<String> files = files(page);

        assertThat(files).hasSizeGreaterThan(2);
        for (String file : files) {
            given().header("Accept-Encoding", "gzip")
                    .get(file)
                    .then()
                    .statusCode(200)
                    .header("Content-Encoding", "gzip")
                    .header("Vary", "Accept-Encoding")
                    .header("Cache-Control", "public, max-age=31536000, immutable")
                    .header("X-Content-Type-Options", "nosniff");
        }
    }

    @Test
    void fileIsTheSameWithoutCompression() {
        String file = files("/").stream()
                .filter(name -> name.endsWith("portal.css"))
                .findFirst()
                .orElseThrow();

        String plain = given().header("Accept-Encoding", "identity").get(file).asString();

        assertThat(plain).startsWith(":root {").isEqualTo(given().get(file).asString());
    }

    /** Else each would wait for the one before it. */
    @Test
    void scriptNamesAllThatAnyOfThemNeeds() {
        String first = files("/").stream()
                .filter(name -> name.endsWith("first.js"))
                .findFirst()
                .orElseThrow();
        String folder = first.substring(0, first.lastIndexOf('/') + 1);
        assertThat(needed(folder + "first.js")).containsExactly("portal.js");

        List<String> all = needed(folder + "portal.js");

        assertThat(all).contains("report.js", "live.js", "morph.js", "ages.js").doesNotHaveDuplicates();
        for (String name : all) {
            given().get(folder + name).then().statusCode(200);
            assertThat(all).as(name).containsAll(needed(folder + name));
        }
    }

    private static List<String> needed(String script) {
        return Pattern.compile("(?:from |import |import\\()'\\./([a-z.]+)'")
                .matcher(given().get(script).asString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/0000000000000000/portal.css",
                "/assets/VERSION/none.css",
                "/assets/VERSION/..%2fapplication.properties",
                "/assets/VERSION/swagger-ui.js",
                "/assets/VERSION/",
                "/assets",
                "/webjars/swagger-ui/5.34.1/index.html",
                "/webjars/swagger-ui/5.34.1/swagger-ui.css",
                "/webjars",
                "//webjars//swagger-ui/5.34.1/swagger-ui.css"
            })
    void nothingElseIsServed(String path) {
        String version = files("/").get(0).split("/")[2];

        given().urlEncodingEnabled(false)
                .get(path.replace("VERSION", version))
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/not-found"));
    }

    @Test
    void pageKnowsTheSandboxWhileItIsOn() {
        given().get("/").then().body(containsString("Try the key"));
        given().get("/docs").then().body(containsString("data-key=\"sandbox\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/assets/x/y"})
    void pageIsOnlyRead(String page) {
        given().post(page).then().statusCode(405).body("type", equalTo("/problems/method-not-allowed"));
        given().head(page).then().body(not(containsString("<")));
    }
}
