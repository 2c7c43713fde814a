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

    byte[] bytes(Object json) throws JsonProcessingException {
        return writer.writeValueAsBytes(json);
    }

    EntityTag tag(Object json) throws JsonProcessingException {
        return EntityTag.of(timeless.writeValueAsBytes(json));
    }
}
