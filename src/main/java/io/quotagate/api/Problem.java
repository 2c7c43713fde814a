package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error as callers read it (RFC 9457), with the sources in it where they are what went wrong. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error (RFC 9457).")
record Problem(
        @Schema(description = "Path of the page that explains this kind of problem.")
        String type,

        String title,
        int status,
        @Schema(description = "What is wrong in this case.") String detail,

        @Schema(description = "Under which the gateway's operators find the request.")
        String traceId,

        @Schema(description = "Every parameter, header or field that is wrong.") @Nullable
        List<Invalid> errors,

        @Nullable String tenant,
        @Nullable Boolean complete,

        @Schema(description = "What became of each connection asked.") @Nullable
        List<SourceJson> sources) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException exception, String traceId) {
        return new Problem(
                exception.type().uri(),
                exception.type().title(),
                exception.status(),
                String.valueOf(exception.getMessage()),
                traceId,
                exception.invalid().isEmpty() ? null : exception.invalid(),
                null,
                null,
                null);
    }

    /** One thing that is wrong with a request. */
    @Schema(name = "InvalidParameter", description = "One thing that is wrong with a request.")
    record Invalid(
            @Schema(description = "Name of the parameter, header or field.")
            String name,

            @Schema(description = "What would be right.") String detail) {}
}
