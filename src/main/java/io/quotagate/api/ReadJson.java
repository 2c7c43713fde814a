package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;

/** Writes what a read shows, and tells apart what differs in more than the times at which it was observed. */
@Singleton
class ReadJson {

    private final ObjectWriter writer;
    private final ObjectWriter timeless;

    ReadJson(ObjectMapper mapper) {
        this.writer = mapper.writer();
        this.timeless = mapper.copy()
                .addMixIn(SourceJson.class, TimelessSource.class)
                .addMixIn(SourceJson.ProblemJson.class, TimelessProblem.class)
                .addMixIn(QuotaJson.class, TimelessQuota.class)
                .writer();
    }

    @JsonIgnoreProperties({"observedAt", "freshUntil", "staleUntil"})
    private interface TimelessSource {}

    @JsonIgnoreProperties({"lastAttemptAt", "nextAttemptAt", "consecutiveFailures"})
    private interface TimelessProblem {}

    @JsonIgnoreProperties("observedAt")
    private interface TimelessQuota {}

    byte[] bytes(Object json) {
        return bytes(json, writer);
    }

    EntityTag tag(Object json) {
        return EntityTag.of(bytes(json, timeless));
    }

    private static byte[] bytes(Object json, ObjectWriter writer) {
        try {
            return writer.writeValueAsBytes(json);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("an answer that cannot be written", bug);
        }
    }
}
