package io.quotagate.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.quotagate.chaos.Wish.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a whole answer against what the vendors said, and its parts against each other. */
final class ReportCheck {

    private static final Set<String> STATUSES = Set.of(
            "ok",
            "stale",
            "unauthorized",
            "forbidden",
            "not_found",
            "invalid_request",
            "rate_limited",
            "suspended",
            "timeout",
            "unavailable",
            "contract_violation",
            "clock_skew",
            "circuit_open",
            "pending");

    private static final Set<String> PARTS = Set.of("department", "personal", "group");

    private final FormCheck form;
    private final TruthCheck truth;
    private final Tenancy tenancy;
    private final Recovery recovery;
    private final Complaints complaints;

    ReportCheck(FormCheck form, TruthCheck truth, Tenancy tenancy, Recovery recovery, Complaints complaints) {
        this.form = form;
        this.truth = truth;
        this.tenancy = tenancy;
        this.recovery = recovery;
        this.complaints = complaints;
    }

    /** @return the vendors' answers that the shown numbers stem from */
    Set<Said> check(Answer answer) {
        JsonNode body = form.check(answer);
        body.path("sources").forEach(source -> source(answer, source));
        if (answer.status() != 200) {
            return Set.of();
        }
        Set<Said> shown = new HashSet<>();
        switch (answer.wish().shape()) {
            case REPORT -> {
                body.path("sources").forEach(source -> shown.addAll(connection(answer, source, body)));
                whole(answer, body);
                truth.age(answer, shown);
            }
            case QUOTA -> {
                Account account = account(answer, body.path("connection").asText());
                shown.addAll(truth.check(answer, account, List.of(body)));
                truth.age(answer, shown);
            }
            case SOURCES -> whole(answer, body);
            case REFRESHES, OPAQUE -> {}
        }
        return shown;
    }

    /** What was shown before is shown again by an answer without a body. */
    void stillHolds(Answer answer, Set<Said> shown) {
        shown.forEach(said -> truth.age(answer, said.account(), said));
        truth.age(answer, shown);
    }

    private void complain(boolean good, String kind, Answer answer) {
        if (!good) {
            complaints.add(kind, answer.toString());
        }
    }

    private Account account(Answer answer, String connection) {
        return tenancy.find(answer.wish().tenant(), connection)
                .orElseThrow(() -> new IllegalStateException("no such connection: " + connection));
    }

    private void source(Answer answer, JsonNode source) {
        String status = source.path("status").asText();
        boolean usable = isUsable(source);
        complain(STATUSES.contains(status), "status of a source", answer);
        complain(source.has("observedAt") == usable, "observedAt of a source", answer);
        complain(source.has("quotas") == usable, "quotas of a source", answer);
        complain(usable || source.has("problem"), "no problem of a source", answer);
        JsonNode problem = source.path("problem");
        complain(
                problem.isMissingNode()
                        || STATUSES.contains(problem.path("reason").asText()),
                "reason of a source",
                answer);
    }

    private static boolean isUsable(JsonNode source) {
        return Set.of("ok", "stale").contains(source.path("status").asText());
    }

    private Set<Said> connection(Answer answer, JsonNode source, JsonNode body) {
        Account account = account(answer, source.path("connection").asText());
        List<JsonNode> lines = new ArrayList<>();
        body.path("quotas").forEach(line -> {
            if (line.path("connection").asText().equals(account.connection())) {
                lines.add(line);
            }
        });
        complain(lines.size() == source.path("quotas").asInt(), "number of quotas", answer);
        for (JsonNode line : lines) {
            boolean same = line.path("observedAt").equals(source.path("observedAt"));
            complain(same, "observedAt of a quota", answer);
        }
        Set<Said> said = truth.check(answer, account, lines);
        recovery.look(answer, account, source, said);
        return said;
    }

    private void whole(Answer answer, JsonNode body) {
        boolean usable = true;
        Set<String> connections = new HashSet<>();
        for (JsonNode source : body.path("sources")) {
            usable = usable && isUsable(source);
            complain(connections.add(source.path("connection").asText()), "a source twice", answer);
        }
        complain(body.path("complete").asBoolean() == usable, "complete", answer);
        complain(body.path("tenant").asText().equals(answer.wish().tenant()), "tenant", answer);
        int all = tenancy.of(answer.wish().tenant()).size();
        boolean filtered = answer.wish().path().contains("connection=")
                || answer.wish().path().contains("provider=");
        complain(filtered || connections.size() == all, "sources", answer);
        if (answer.wish().shape() == Shape.REPORT) {
            body.path("totals").forEach(total -> total(answer, body, total));
        }
    }

    private void total(Answer answer, JsonNode body, JsonNode total) {
        BigDecimal sum = BigDecimal.ZERO;
        int included = 0;
        for (JsonNode line : body.path("quotas")) {
            JsonNode used = line.path("used");
            boolean counts = line.path("metric").equals(total.path("metric"))
                    && used.path("state").asText().equals("known")
                    && !PARTS.contains(line.path("scope").path("level").asText());
            if (counts) {
                sum = sum.add(new BigDecimal(used.path("value").asText()));
                included++;
            }
        }
        JsonNode used = total.path("used");
        complain(used.path("included").asInt() == included, "included in a total", answer);
        boolean right = included == 0 || new BigDecimal(used.path("value").asText()).compareTo(sum) == 0;
        complain(right, "a total", answer);
    }
}
