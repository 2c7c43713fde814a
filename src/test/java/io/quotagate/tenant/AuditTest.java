package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.MovableClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final Caller CALLER = new Caller(
            "0123456789abcdef",
            "acme/ci",
            Caller.Kind.API_KEY,
            Map.of("acme", Set.of(Permission.READ)),
            Optional.empty(),
            Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Audit audit = new Audit(clock, vertx);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("quotagate.audit");
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord logged) {
            lines.add(ExtLogRecord.wrap(logged).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void lineIsOneJsonObjectWithTimeCallerTenantAndOutcome() {
        audit.tell(AuditEntry.denied(CALLER, "other", "not_found"));

        assertThat(lines)
                .containsExactly("{\"time\":\"2026-11-21T03:00:00Z\",\"event\":\"access\",\"outcome\":\"not_found\","
                        + "\"caller\":\"acme/ci\",\"credential\":\"api_key\",\"tenant\":\"other\"}");
    }

    @Test
    void whatHappensAgainIsCountedAndToldLater() {
        for (int time = 0; time < 1_000; time++) {
            audit.tell(AuditEntry.denied(CALLER, "other", "not_found"));
        }
        audit.tell(AuditEntry.denied(CALLER, "third", "not_found"));
        assertThat(lines).hasSize(2);

        clock.pass(Duration.ofSeconds(10));
        audit.tellCounted();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).contains("\"tenant\":\"other\"", "\"times\":999", "03:00:10");
        audit.tell(AuditEntry.denied(CALLER, "other", "not_found"));
        assertThat(lines).hasSize(4);
    }

    @Test
    void useOfACredentialIsToldOnceAnHour() {
        audit.used(CALLER);
        audit.used(CALLER);
        clock.pass(Duration.ofMinutes(59));
        audit.used(CALLER);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("\"event\":\"credential_use\"", "\"caller\":\"acme/ci\"");

        clock.pass(Duration.ofMinutes(1));
        audit.used(CALLER);

        assertThat(lines).hasSize(2);
    }

    @Test
    void textOfACallerCannotMakeALineOfItsOwn() {
        audit.tell(AuditEntry.denied(CALLER, "x\"}\n{\"event\":\"forged\"", "not_found"));

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n", "forged").contains("\"tenant\":\"(no id)\"");
    }

    @Test
    void callerWhoTriesManyTenantsFillsNeitherLogNorMemory() {
        for (int number = 0; number < 30_000; number++) {
            audit.tell(AuditEntry.denied(CALLER, "t" + number, "not_found"));
        }

        assertThat(lines).hasSize(21);
        assertThat(lines.get(20)).contains("\"tenant\":\"(others)\"").doesNotContain("times");
        audit.tellCounted();
        assertThat(lines).hasSize(22);
        assertThat(lines.get(21)).contains("\"tenant\":\"(others)\"", "\"times\":29979");
        audit.tell(AuditEntry.denied(CALLER, "t0", "not_found"));
        assertThat(lines.get(22)).contains("\"tenant\":\"t0\"");
    }

    @Test
    void guessersOfManyAddressesFillNeitherLogNorMemory() {
        for (int number = 0; number < 30_000; number++) {
            audit.tell(AuditEntry.refused(Caller.Kind.API_KEY, "address-" + number));
        }

        assertThat(lines).hasSizeLessThanOrEqualTo(1_001);
        assertThat(lines.get(lines.size() - 1)).contains("\"address\":\"(others)\"");
    }
}
