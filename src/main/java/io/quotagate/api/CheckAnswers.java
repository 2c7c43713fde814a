package io.quotagate.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quotagate.aggregation.Verdict;
import io.quotagate.aggregation.Verdict.Decision;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes what was decided, and counts it. */
@Singleton
class CheckAnswers {

    private final ReadJson json;
    private final Counter[] decisions;

    CheckAnswers(ReadJson json, MeterRegistry registry) {
        this.json = json;
        this.decisions = Arrays.stream(Decision.values())
                .map(decision -> Counter.builder("quotagate.checks")
                        .description("Checks of what may still be used, by what was decided")
                        .tag("decision", decision.name().toLowerCase(Locale.ROOT))
                        .register(registry))
                .toArray(Counter[]::new);
    }

    /** The body of an answer; ends the request where a unit turned out not to be that of its metric. */
    byte[] json(List<Verdict> verdicts) {
        Flaws flaws = new Flaws();
        for (int at = 0; at < verdicts.size(); at++) {
            String path = CheckBody.path(at) + ".unit";
            verdicts.get(at).unit().ifPresent(unit -> flaws.add(path, CheckReader.unitRule(unit)));
        }
        flaws.check();
        verdicts.forEach(verdict -> decisions[verdict.decision().ordinal()].increment());
        return json.bytes(CheckJson.of(verdicts));
    }
}
