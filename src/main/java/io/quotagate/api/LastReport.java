package io.quotagate.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.QuotaChecks;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Terms;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** A tenant's report as it was last known, for documents that show it: no vendor is asked because of them. */
@Singleton
public class LastReport {

    private static final Terms REMEMBERED = new Terms(Optional.empty(), Optional.empty(), Terms.Source.MEMORY);

    private final QuotaAggregator aggregator;
    private final QuotaChecks checks;
    private final ObjectMapper mapper;

    LastReport(QuotaAggregator aggregator, QuotaChecks checks, ObjectMapper mapper) {
        this.aggregator = aggregator;
        this.checks = checks;
        this.mapper = mapper;
    }

    /** All of it as a caller would read it in the full view; a source that has no numbers yet is pending. */
    public Uni<ObjectNode> of(Tenant tenant) {
        return aggregator.read(tenant, Ask.ALL, REMEMBERED).map(reading -> json(tenant, reading.report()));
    }

    /** What the gateway would answer to one check, from the same numbers. */
    public Uni<ObjectNode> check(Tenant tenant, QuotaCheck check) {
        return checks.answer(tenant, List.of(check), REMEMBERED)
                .map(answer -> mapper.valueToTree(CheckJson.of(answer.verdicts())));
    }

    private ObjectNode json(Tenant tenant, Report report) {
        return mapper.valueToTree(
                ReportJson.of(report, report.lines(), tenant.thresholds(), QuotaJson.View.FULL, null));
    }
}
