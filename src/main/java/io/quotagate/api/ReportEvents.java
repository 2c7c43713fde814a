package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.ReportChanges;
import io.quotagate.api.QuotaJson.View;
import io.quotagate.tenant.Tenant;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what listeners are told of a tenant's report when it has changed. */
@Singleton
class ReportEvents {

    /** Whoever has to learn of more reads the report. */
    private static final int MOST_QUOTAS = 100;

    private static final String REPORT = "report";
    private static final String SOURCE = "source";

    private final ReadJson json;
    private final Clock wall;

    ReportEvents(ReadJson json, Clock wall) {
        this.json = json;
        this.wall = wall;
    }

    /**
     * What listeners know of a report.
     *
     * @param etag that a read of the report would have; null where it would be a problem
     */
    record Told(
            Tenant tenant,
            Report report,
            List<SourceJson> sources,
            @Nullable String etag) {}

    /** A change, as listeners read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportEventJson(
            String tenant,
            boolean complete,
            @Nullable String etag,
            boolean reset,
            List<QuotaJson> quotas,
            List<String> removed) {}

    Told told(Tenant tenant, Reading reading) {
        Report report = reading.report();
        ReportQuery.Page page = ReportQuery.usual(tenant).page(report.lines(), tenant.thresholds(), wall.instant());
        ReportJson shown = ReportJson.of(report, page.lines(), tenant.thresholds(), View.BASIC, page.nextToken());
        String etag = report.isEmptyHanded() ? null : json.tag(shown).header().toString();
        return new Told(tenant, report, shown.sources(), etag);
    }

    /** The event for whoever does not know what was before. */
    String reset(Told now, RecentEvents recent) {
        return recent.text(REPORT, text(reset(now)));
    }

    /** The events that tell of a change, in order and remembered; none where there is nothing to tell. */
    String changes(Told before, Told now, RecentEvents recent) {
        StringBuilder events = new StringBuilder();
        Set<SourceJson> known = new HashSet<>(before.sources());
        now.sources().stream()
                .filter(source -> !known.contains(source))
                .forEach(source -> events.append(recent.add(SOURCE, text(source))));
        ReportChanges changes = ReportChanges.between(before.report(), now.report());
        boolean same = changes.isEmpty()
                && Objects.equals(before.etag(), now.etag())
                && before.report().isComplete() == now.report().isComplete();
        return same
                ? events.toString()
                : events.append(recent.add(REPORT, text(event(now, changes)))).toString();
    }

    private static ReportEventJson event(Told now, ReportChanges changes) {
        if (changes.quotas().size() + changes.removed().size() > MOST_QUOTAS) {
            return reset(now);
        }
        return new ReportEventJson(
                now.report().tenant(),
                now.report().isComplete(),
                now.etag(),
                false,
                changes.quotas().stream()
                        .map(line -> QuotaJson.of(line, now.tenant().thresholds(), View.BASIC))
                        .toList(),
                changes.removed());
    }

    private static ReportEventJson reset(Told now) {
        return new ReportEventJson(
                now.report().tenant(), now.report().isComplete(), now.etag(), true, List.of(), List.of());
    }

    private String text(Object event) {
        return new String(json.bytes(event), StandardCharsets.UTF_8);
    }
}
