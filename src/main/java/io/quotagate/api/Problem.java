package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error as callers read it (RFC 9457), with the sources in it where they are what went wrong. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error (RFC 9457). More members may come.")
record Problem(
        @Schema(
                description = "Path of the page that explains this kind of problem; an open set.",
                format = "uri-reference",
                examples = "/problems/not-found")
        String type,

        @Schema(
                description = "This kind of problem in a few words.",
                examples = "There is no such thing for this caller")
        String title,

        @Schema(description = "The HTTP status of the answer.", minimum = "400", maximum = "599", examples = "404")
        int status,

        @Schema(description = "What is wrong in this case.", examples = "There is no such thing for this caller.")
        String detail,

        @Schema(
                description = "Under which the gateway's operators find the request.",
                examples = "9d610715b8e4a453d551747b49029a37")
        String traceId,

        @Schema(description = "Every parameter, header or field that is wrong (invalid-request).") @Nullable
        List<Invalid> errors,

        @Schema(description = "The tenant's id (sources-unusable).", examples = "sandbox") @Nullable
        String tenant,

        @Schema(description = "Always false: the report is not there (sources-unusable).", examples = "false") @Nullable
        Boolean complete,

        @Schema(description = "What became of each connection asked (sources-unusable).") @Nullable
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
            @Schema(description = "Name of the parameter, header or field.", examples = "pageSize")
            String name,

            @Schema(description = "What would be right.", examples = "must be a whole number from 1 to 1000")
            String detail) {}
}
