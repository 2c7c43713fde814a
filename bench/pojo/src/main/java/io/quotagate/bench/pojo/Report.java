package io.quotagate.bench.pojo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** A report as records, member by member as the gateway writes it; absent members are null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Report(String tenant, boolean complete, List<Source> sources, List<Quota> quotas, List<Total> totals) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Source(
            String connection,
            String provider,
            String status,
            String observedAt,
            String freshUntil,
            String staleUntil,
            Account account,
            Integer quotas) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Account(String state, String id, String name, String plan, Map<String, Boolean> features) {}

    record Quota(
            String id,
            String connection,
            String provider,
            String metric,
            String kind,
            String unit,
            Scope scope,
            Amount limit,
            Amount used,
            Amount remaining,
            String utilization,
            String status,
            String observedAt,
            List<String> warnings) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Scope(String level, String id, String reported) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Amount(String state, String value, String origin) {}

    record Total(String metric, String unit, Sum limit, Sum used, Sum remaining) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sum(String state, String value, int included, int excluded, boolean lowerBound) {}
}
