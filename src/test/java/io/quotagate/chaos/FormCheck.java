package io.quotagate.chaos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What every answer has to look like, whatever it says. */
final class FormCheck {

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Pattern CACHE_CONTROL =
            Pattern.compile("private, max-age=\\d+(, stale-while-revalidate=\\d+, stale-if-error=\\d+)?");
    private static final Pattern CACHE_STATUS =
            Pattern.compile("quotagate; (hit; ttl=-?\\d+|fwd=(miss|stale|request)(; collapsed)?)");
    private static final Pattern TAG = Pattern.compile("W/\"[^\"]+\"");
    static final Pattern DIGITS = Pattern.compile("^(\\d+)$");
    private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d+)");
    private static final Pattern IF_ERROR = Pattern.compile("stale-if-error=(\\d+)");
    /** Back-off, what vendors wish, and an open breaker all end sooner. */
    private static final long LONGEST_RETRY_AFTER_SECONDS = 16;

    private static final List<String> MEMBERS_OF_A_PROBLEM = List.of("type", "title", "status", "detail", "traceId");

    private final Complaints complaints;

    FormCheck(Complaints complaints) {
        this.complaints = complaints;
    }

    /** @return the body; a missing node where there is none to look into */
    JsonNode check(Answer answer) {
        String everything = answer.headers().map() + answer.text();
        complain(!everything.contains(Account.CANARY), "a secret in an answer", answer);
        complain(!everything.contains(Scene.MARK), "a vendor's words in an answer", answer);
        complain(!answer.header("X-Request-Id").isEmpty(), "no X-Request-Id", answer);
        boolean expected = answer.wish().allowed().contains(answer.status()) || answer.status() == 304;
        complain(expected, "status " + answer.status(), answer);
        if (answer.status() == 200 || answer.status() == 304) {
            caching(answer);
        }
        if (answer.status() == 304 || answer.wish().method().equals("HEAD")) {
            complain(answer.text().isEmpty(), "a body where none may be", answer);
            return MissingNode.getInstance();
        }
        return answer.status() >= 400 ? problem(answer) : parsed(answer, "application/json");
    }

    private void complain(boolean good, String kind, Answer answer) {
        if (!good) {
            complaints.add(kind, answer.toString());
        }
    }

    private JsonNode parsed(Answer answer, String type) {
        complain(answer.header("Content-Type").startsWith(type), "Content-Type", answer);
        try {
            return JSON.readTree(answer.text());
        } catch (JsonProcessingException broken) {
            complain(false, "broken JSON", answer);
            return MissingNode.getInstance();
        }
    }

    private JsonNode problem(Answer answer) {
        JsonNode problem = parsed(answer, "application/problem+json");
        for (String member : MEMBERS_OF_A_PROBLEM) {
            complain(problem.has(member), "a problem without " + member, answer);
        }
        complain(problem.path("status").asInt() == answer.status(), "a problem's status", answer);
        complain(problem.path("type").asText().startsWith("/problems/"), "a problem's type", answer);
        complain(answer.header("Cache-Control").equals("no-store"), "Cache-Control of a problem", answer);
        boolean mayTry = Set.of(429, 502, 503, 504).contains(answer.status());
        long wait = answer.number("Retry-After", DIGITS).orElse(0L);
        complain(!mayTry || (wait >= 1 && wait <= LONGEST_RETRY_AFTER_SECONDS), "Retry-After", answer);
        return problem;
    }

    private void caching(Answer answer) {
        complain(TAG.matcher(answer.header("ETag")).matches(), "ETag", answer);
        complain(CACHE_CONTROL.matcher(answer.header("Cache-Control")).matches(), "Cache-Control", answer);
        complain(CACHE_STATUS.matcher(answer.header("Cache-Status")).matches(), "Cache-Status", answer);
        complain(!answer.header("Vary").isEmpty(), "Vary", answer);
        long age = answer.number("Age", DIGITS).orElse(-1L);
        long maxAge = answer.number("Cache-Control", MAX_AGE).orElse(-1L);
        long left = answer.number("Cache-Control", IF_ERROR).orElse(0L);
        complain(age >= 0 && age <= 13, "Age", answer);
        complain(maxAge == 0 || (maxAge >= age && maxAge <= age + 5), "max-age", answer);
        complain(left <= 12, "stale-if-error", answer);
    }
}
