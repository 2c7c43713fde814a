package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.Found;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Terms;
import io.quotagate.api.ReportEvents.Told;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.tenant.Tenant;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one tenant's report for all that listen to it, again as soon as another read would show something else, and tells
 * them what has changed. Belongs to one event loop.
 */
final class TenantWatch {

    private static final Logger LOG = Logger.getLogger(TenantWatch.class);

    /** Numbers that are renewed within this time are not told to be old meanwhile. */
    private static final long RENEWAL_NANOS = Duration.ofSeconds(1).toNanos();

    /** A fault of ours does not go away by looking at it all the time. */
    private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();

    private final QuotaAggregator aggregator;
    private final ReportEvents events;
    private final Context loop;
    private final RecentEvents recent;
    private final List<EventListener> listeners = new ArrayList<>();
    /** Those that have not been told anything yet. */
    private final List<EventListener> newcomers = new ArrayList<>();

    private Tenant tenant;
    private @Nullable Told told;
    private List<Found.Standing> standings = List.of();
    private boolean moved;
    private boolean reading;
    private boolean resting;
    private long failedNanos;
    private long renewalBegan;
    private boolean renewing;
    private long leftNanos;

    TenantWatch(Tenant tenant, QuotaAggregator aggregator, ReportEvents events, Context loop, RecentEvents recent) {
        this.tenant = tenant;
        this.aggregator = aggregator;
        this.events = events;
        this.loop = loop;
        this.recent = recent;
    }

    /** False where the tenant is gone, or another report than before would be read of it. */
    @SuppressWarnings("ReferenceEquality") // mostly it is the very same
    boolean isOf(@Nullable Tenant now) {
        if (now == tenant) {
            return true;
        }
        if (now == null
                || !tenant.thresholds().equals(now.thresholds())
                || !keys(tenant).equals(keys(now))) {
            return false;
        }
        tenant = now;
        // What its keys are is in the tokens of its pages, and so in its tag.
        moved = true;
        return true;
    }

    private static List<ConnectionKey> keys(Tenant tenant) {
        return tenant.connections().stream().map(Connection::key).toList();
    }

    void join(EventListener listener, long now) {
        newcomers.add(listener);
        look(now);
    }

    void leave(EventListener listener, long now) {
        listeners.remove(listener);
        newcomers.remove(listener);
        leftNanos = now;
    }

    List<EventListener> listeners() {
        List<EventListener> all = new ArrayList<>(listeners);
        all.addAll(newcomers);
        return all;
    }

    boolean isDeserted() {
        return listeners.isEmpty() && newcomers.isEmpty();
    }

    /** True where nobody has listened for so long. */
    boolean isForgotten(long now, Duration memory) {
        return isDeserted() && now - leftNanos >= memory.toNanos();
    }

    /** How much of its events may be remembered. */
    void remember(long characters) {
        recent.keepWithin(characters);
    }

    /** Reads where that may bring something new, and somebody listens. */
    void look(long now) {
        if (isDeserted()) {
            return;
        }
        if (told != null && (reading || stands(now))) {
            // A read may have to wait for a vendor; whoever comes new need not.
            welcome(told);
            return;
        }
        if (reading || (resting && now - failedNanos < REST_NANOS)) {
            return;
        }
        reading = true;
        moved = false;
        var unused = aggregator
                .read(tenant, Ask.ALL, Terms.USUAL)
                .subscribe()
                .with(
                        read -> loop.runOnContext(turn -> arrived(read, now)),
                        bug -> loop.runOnContext(turn -> failed(bug, now)));
    }

    private boolean stands(long now) {
        return !moved && standings.stream().allMatch(standing -> standing.holds(now));
    }

    private void failed(Throwable bug, long now) {
        reading = false;
        resting = true;
        failedNanos = now;
        LOG.errorf(bug, "tenant '%s' cannot be watched", tenant.id());
    }

    /** @param asked when it was asked for */
    private void arrived(Reading read, long asked) {
        reading = false;
        resting = false;
        standings = read.standings();
        Told before = told;
        if (before != null && mayWait(read, asked)) {
            welcome(before);
            return;
        }
        Told now = events.told(tenant, read);
        told = now;
        if (before != null) {
            String changes = events.changes(before, now, recent);
            listeners.forEach(listener -> listener.send(changes));
        }
        welcome(now);
    }

    /** True for a while where numbers may be renewed in a moment: to tell each time that they were old would be noise. */
    private boolean mayWait(Reading read, long now) {
        if (read.isBeingRenewed() && !renewing) {
            renewalBegan = now;
        }
        renewing = read.isBeingRenewed() && now - renewalBegan < RENEWAL_NANOS;
        return renewing;
    }

    /** Whoever was here before goes on from there; the others read the report. */
    private void welcome(Told now) {
        newcomers.forEach(listener ->
                listener.send(recent.after(listener.lastEventId()).orElseGet(() -> events.reset(now, recent))));
        listeners.addAll(newcomers);
        newcomers.clear();
    }
}
