package io.quotagate.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log of who did what: lines of JSON that are only ever added, in a category of their own, never with a secret. What
 * happens again and again is told the first time and then counted, so that nobody can drown the others in lines.
 */
@Singleton
public class Audit {

    private static final Logger LOG = Logger.getLogger("quotagate.audit");
    private static final Duration COUNTED = Duration.ofSeconds(10);
    /** So many different lines of one kind and caller are told within that time, and so many in all. */
    private static final int MOST_OF_ONE = 20;

    private static final int MOST = 1_000;
    /** Some fifteen megabytes. Whoever comes in the same hour after so many others is not told of. */
    private static final int MOST_USERS = 100_000;

    private final Clock clock;
    private final Vertx vertx;
    private final JsonMapper json = new JsonMapper();
    private final Map<AuditEntry, LongAdder> again = new ConcurrentHashMap<>();
    /** How many different lines there were of what has only its kind and caller left. */
    private final Map<AuditEntry, LongAdder> kinds = new ConcurrentHashMap<>();

    private volatile Hour hour = new Hour(0);

    /** Who used a credential in one hour. */
    private record Hour(long number, Set<String> seen) {

        private Hour(long number) {
            this(number, ConcurrentHashMap.newKeySet());
        }
    }

    /**
     * A line.
     *
     * @param times how often it happened since the line before; absent for once
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"time"})
    private record Line(
            String time,
            @JsonUnwrapped AuditEntry entry,
            @Nullable Long times) {}

    Audit(Clock clock, Vertx vertx) {
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(COUNTED.toMillis(), timer -> tellCounted());
    }

    void stop(@Observes ShutdownEvent event) {
        tellCounted();
    }

    /** Puts it into the log. */
    public void tell(AuditEntry entry) {
        if (!isAgain(entry)) {
            AuditEntry told = isOneOfMany(entry) ? entry.ofMany() : entry;
            if (!isAgain(told) && again.putIfAbsent(told, new LongAdder()) == null) {
                write(told, null);
            }
        }
    }

    private boolean isAgain(AuditEntry entry) {
        @Nullable LongAdder known = again.get(entry);
        if (known != null) {
            known.increment();
        }
        return known != null;
    }

    /** True where its kind and caller have filled their part of the log with different lines. */
    private boolean isOneOfMany(AuditEntry entry) {
        if (again.size() >= MOST) {
            return true;
        }
        LongAdder different = kinds.computeIfAbsent(entry.kind(), kind -> new LongAdder());
        different.increment();
        return different.sum() > (entry.caller() == null ? MOST : MOST_OF_ONE);
    }

    /** A credential was good for a request: told once an hour for each, so that the log says when it was used last. */
    public void used(Caller caller) {
        long now = Math.floorDiv(clock.millis(), 3_600_000L);
        Hour current = hour;
        if (current.number() != now) {
            current = new Hour(now);
            hour = current;
        }
        Set<String> seen = current.seen();
        String who = caller.identity();
        if (!seen.contains(who) && seen.size() < MOST_USERS && seen.add(who)) {
            write(AuditEntry.used(caller), null);
        }
    }

    /** Tells what has happened again. */
    void tellCounted() {
        for (AuditEntry entry : again.keySet()) {
            @Nullable LongAdder times = again.remove(entry);
            if (times != null && times.sum() > 0) {
                write(entry, times.sum());
            }
        }
        kinds.clear();
    }

    private void write(AuditEntry entry, @Nullable Long times) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            LOG.info(json.writeValueAsString(new Line(now.toString(), entry, times)));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("an audit line is always JSON", bug);
        }
    }
}
