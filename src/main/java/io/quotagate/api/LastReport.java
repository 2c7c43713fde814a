package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.QuotaChecks;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Terms;
import io.quotagate.aggregation.Verdict;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A tenant's report as it was last known, for documents that show it: no vendor is asked because of them. Workers go on
 * with it, whoever brought it: what documents are made of is too much for an event loop.
 */
@Singleton
public class LastReport {

    private static final Terms REMEMBERED = new Terms(Optional.empty(), Optional.empty(), Terms.Source.MEMORY);

    private final QuotaAggregator aggregator;
    private final QuotaChecks checks;
    private final CheckAnswers answers;
    private final ObjectMapper mapper;
    private final Clock wall;

    LastReport(QuotaAggregator aggregator, QuotaChecks checks, CheckAnswers answers, ObjectMapper mapper, Clock wall) {
        this.aggregator = aggregator;
        this.checks = checks;
        this.answers = answers;
        this.mapper = mapper;
        this.wall = wall;
    }

    /** All of it; a source that has no numbers yet is pending. */
    public Uni<Report> of(Tenant tenant) {
        return aggregator
                .read(tenant, Ask.ALL, REMEMBERED)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Reading::report);
    }

    /** The first page, as whoever asks for pages of that size reads it. */
    public ObjectNode page(Tenant tenant, Report report, int pageSize) {
        ReportQuery.Page page =
                ReportQuery.usual(tenant, pageSize).page(report.lines(), tenant.thresholds(), wall.instant());
        return mapper.valueToTree(
                ReportJson.of(report, page.lines(), tenant.thresholds(), QuotaJson.View.BASIC, page.nextToken()));
    }

    /** One quota, as whoever asks for it by its id reads it. */
    public ObjectNode quota(Tenant tenant, Report.Line line) {
        return mapper.valueToTree(QuotaJson.of(line, tenant.thresholds(), QuotaJson.View.FULL));
    }

    /** What the gateway would answer to one check, from the same numbers. */
    public Uni<JsonNode> check(Tenant tenant, QuotaCheck check) {
        return checks.answer(tenant, List.of(check), REMEMBERED)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(answer -> json(answer.verdicts()));
    }

    private JsonNode json(List<Verdict> verdicts) {
        try {
            return mapper.readTree(answers.uncounted(verdicts));
        } catch (IOException bug) {
            throw new UncheckedIOException("an answer that is no JSON", bug);
        }
    }
}
