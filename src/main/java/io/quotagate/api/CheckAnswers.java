package io.quotagate.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quotagate.aggregation.Verdict;
import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.api.CheckJson.CandidateJson;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes what was decided, and counts it. Candidates are written once each, for all who ask; the rest is put around. */
@Singleton
class CheckAnswers {

    private static final byte[] COMPLETE = ascii("{\"complete\":true,\"checks\":[");
    private static final byte[] INCOMPLETE = ascii("{\"complete\":false,\"checks\":[");
    private static final byte[] CANDIDATES = ascii("\",\"candidates\":[");
    private static final byte[] DECISION = ascii("{\"decision\":\"");
    private static final byte[] END = ascii("]}");
    /** About what a candidate takes. */
    private static final int CANDIDATE_BYTES = 400;

    private final ReadJson json;
    private final Counter[] decisions;
    private final byte[][] names;

    CheckAnswers(ReadJson json, MeterRegistry registry) {
        this.json = json;
        this.names = Arrays.stream(Decision.values())
                .map(decision -> ascii(lower(decision)))
                .toArray(byte[][]::new);
        this.decisions = Arrays.stream(Decision.values())
                .map(decision -> Counter.builder("quotagate.checks")
                        .description("Checks of what may still be used, by what was decided")
                        .tag("decision", lower(decision))
                        .register(registry))
                .toArray(Counter[]::new);
    }

    /** The body of an answer; ends the request where a unit turned out not to be that of its metric. */
    byte[] json(List<Verdict> verdicts) {
        refuse(verdicts);
        for (Verdict verdict : verdicts) {
            decisions[verdict.decision().ordinal()].increment();
        }
        return uncounted(verdicts);
    }

    /** The same where nobody has asked. */
    byte[] uncounted(List<Verdict> verdicts) {
        int most = CheckJson.MOST_CANDIDATES / Math.max(1, verdicts.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream(CANDIDATE_BYTES * (1 + 3 * verdicts.size()));
        boolean complete =
                verdicts.stream().allMatch(verdict -> verdict.withoutNumbers().isEmpty());
        body.writeBytes(complete ? COMPLETE : INCOMPLETE);
        for (int at = 0; at < verdicts.size(); at++) {
            separate(body, at);
            write(body, verdicts.get(at), most);
        }
        body.writeBytes(END);
        return body.toByteArray();
    }

    private static void refuse(List<Verdict> verdicts) {
        Flaws flaws = new Flaws();
        for (int at = 0; at < verdicts.size(); at++) {
            if (verdicts.get(at).unit().isPresent()) {
                flaws.add(
                        CheckBody.path(at) + ".unit",
                        CheckReader.unitRule(verdicts.get(at).unit().get()));
            }
        }
        flaws.check();
    }

    private void write(ByteArrayOutputStream body, Verdict verdict, int most) {
        body.writeBytes(DECISION);
        body.writeBytes(names[verdict.decision().ordinal()]);
        body.writeBytes(CANDIDATES);
        List<Candidate> candidates = verdict.candidates();
        int listed = Math.min(candidates.size(), most);
        for (int at = 0; at < listed; at++) {
            separate(body, at);
            Candidate candidate = candidates.get(at);
            body.writeBytes(candidate.showing().or(() -> json.bytes(CandidateJson.of(candidate))));
        }
        body.write(']');
        if (listed < candidates.size()) {
            body.writeBytes(ascii(",\"omitted\":" + (candidates.size() - listed)));
        }
        if (!verdict.withoutNumbers().isEmpty()) {
            body.writeBytes(ascii(",\"withoutNumbers\":"));
            body.writeBytes(json.bytes(verdict.withoutNumbers()));
        }
        body.write('}');
    }

    private static void separate(ByteArrayOutputStream body, int at) {
        if (at > 0) {
            body.write(',');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String lower(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }
}
