package io.quotagate.quota;

import static io.quotagate.quota.TestQuotas.reported;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotaIdTest {

    private static String id(String connection, String metric, Scope scope) {
        return Quota.setting(new Metric(metric), Unit.ONE, scope, reported("1")).id(connection);
    }

    @Test
    void idIsConnectionMetricAndLevel() {
        assertThat(id("drive", "storage.stored", Scope.of(ScopeLevel.ORGANIZATION)))
                .isEqualTo("drive:storage.stored:organization");
    }

    @Test
    void scopeIdStandsLastWhereThereIsOne() {
        assertThat(id("media", "storage.stored", Scope.of(ScopeLevel.SPACE, "space3p5klbgcwndnt")))
                .isEqualTo("media:storage.stored:space:space3p5klbgcwndnt");
    }

    @Test
    void plainCharactersStayAsTheyAre() {
        assertThat(id("a-1", "A.b_c-9", Scope.of(ScopeLevel.REGION, "cn-bj2"))).isEqualTo("a-1:A.b_c-9:region:cn-bj2");
    }

    @Test
    void allOthersArePercentEncodedByTheirUtf8Bytes() {
        assertThat(id("c", "zstack.a:b/c%d e~+*", Scope.of(ScopeLevel.SPACE, "ü空\uD83D\uDE00")))
                .isEqualTo("c:zstack.a%3Ab%2Fc%25d%20e%7E%2B%2A:space:%C3%BC%E7%A9%BA%F0%9F%98%80");
    }

    @Test
    void colonsInsideAPartCannotMakeTwoQuotasOne() {
        String one = id("c", "a:b", Scope.of(ScopeLevel.SPACE, "x"));
        String other = id("c", "a", Scope.of(ScopeLevel.SPACE, "b:x"));

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void regionThatAnsweredIsNotPartOfTheId() {
        Scope asked = Scope.of(ScopeLevel.REGION, "cn-bj2");

        assertThat(id("c", "m", asked.answeredFor("cn-bj"))).isEqualTo(id("c", "m", asked));
    }
}
