package io.quotagate.aggregation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.LogFields;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How far the shared store can be used. Counts what goes wrong with it, and says once that it does and once that it is over. */
@ApplicationScoped
public class StoreState {

    private static final Logger LOG = Logger.getLogger(StoreState.class);

    /** A store at its limit takes one entry and refuses the next: that is one state, not many changes. */
    private static final Duration CALM = Duration.ofSeconds(5);

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    /** One that falls silent again so soon after it answered is left alone for a time, for a longer one each time. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Counter errors;
    private final MonotonicClock clock;
    private final Map<Trouble, String> troubles = new EnumMap<>(Trouble.class);
    private long refusedNanos;
    private @Nullable Long foreignNanos;
    private @Nullable Long answeredNanos;
    private long silentNanos;
    private Duration pause = Duration.ZERO;

    /** What can be wrong. */
    enum Trouble {
        /** Nothing is asked of it. */
        SILENT,
        /** It is read, but takes nothing. */
        READ_ONLY,
        /** It does not tell what other replicas change. */
        DEAF
    }

    StoreState(MeterRegistry registry, MonotonicClock clock) {
        this.errors = Counter.builder("quotagate.store.errors")
                .description("What the shared store did not do, and entries that were not written by us")
                .tag("store", "redis")
                .register(registry);
        this.clock = clock;
    }

    /** What is wrong with it, in our own words; empty where nothing is. */
    public synchronized Optional<String> trouble() {
        return troubles.values().stream().findFirst();
    }

    synchronized boolean answers() {
        return !isIn(Trouble.SILENT);
    }

    /** A command failed. */
    synchronized void failed(Throwable failure) {
        if (answers()) {
            silentNanos = clock.nanos();
            pause = answeredNanos != null && silentNanos - answeredNanos < SOON.toNanos()
                    ? longer(pause)
                    : Duration.ZERO;
        }
        enter(Trouble.SILENT, words(failure));
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        Duration longer = twice.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : twice;
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    /** A probe was answered: true where that is enough to use it again. */
    synchronized boolean answersAgain() {
        if (answers() || clock.nanos() - silentNanos < pause.toNanos()) {
            return false;
        }
        answeredNanos = clock.nanos();
        over(Trouble.SILENT);
        return true;
    }

    /** True where the user may not do this one thing. */
    static boolean isForbidden(Throwable failure) {
        return failure instanceof ErrorType error && error.is("NOPERM");
    }

    /** Other replicas cannot be heard. */
    void deaf() {
        enter(Trouble.DEAF, "it does not tell what other replicas change");
    }

    /** Other replicas cannot be heard, as there is no connection over which they could be. */
    void deaf(Throwable failure) {
        enter(Trouble.DEAF, words(failure));
    }

    /** @param code of the error that Redis gave */
    synchronized void refused(String code) {
        refusedNanos = clock.nanos();
        enter(Trouble.READ_ONLY, code.equals("OOM") ? "it is full" : "it refuses to be written to");
    }

    synchronized void written() {
        if (clock.nanos() - refusedNanos >= CALM.toNanos()) {
            over(Trouble.READ_ONLY);
        }
    }

    private synchronized void enter(Trouble trouble, String why) {
        errors.increment();
        if (troubles.isEmpty()) {
            LOG.warnf("the shared store is degraded: %s; memory and the vendors stand in for it", why);
        }
        troubles.putIfAbsent(trouble, why);
    }

    synchronized boolean isIn(Trouble trouble) {
        return troubles.containsKey(trouble);
    }

    synchronized void over(Trouble trouble) {
        if (troubles.remove(trouble) != null && troubles.isEmpty()) {
            LOG.info("the shared store is used again");
        }
    }

    /** Something stands under a key of ours that no gateway has written that knows the connection. */
    synchronized void foreign(ConnectionKey connection) {
        errors.increment();
        long now = clock.nanos();
        if (foreignNanos == null || now - foreignNanos >= BETWEEN_LINES.toNanos()) {
            foreignNanos = now;
            LogFields.about(
                    connection,
                    () -> LOG.warnf(
                            "tenant '%s', connection '%s': an entry of the shared store was not written by us and is"
                                    + " ignored; more of them within the next minute are counted only",
                            connection.tenant(), connection.connection()));
        }
    }

    /** Redis' own words may quote what it was sent. */
    private static String words(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "it does not answer in time";
        }
        if (failure instanceof SSLException) {
            return "its certificate is not accepted";
        }
        if (!(failure instanceof ErrorType error) || error.is("CONNECTION_CLOSED")) {
            return "it cannot be reached";
        }
        if (error.is("LOADING")) {
            return "it is still loading its data";
        }
        if (isForbidden(error)) {
            return "it does not allow our user all that is needed";
        }
        boolean locked = error.is("NOAUTH") || error.is("WRONGPASS");
        return locked ? "it refuses our credentials" : "it refuses our commands";
    }
}
