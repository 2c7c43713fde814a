package io.quotagate.api;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pages to which the types of problems resolve, for people and for programs; public. */
@Path(ProblemType.PATH)
@Tag(name = "Problems")
@NonBlocking
class ProblemResource {

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    private static final List<Variant> FORMS = List.of(
            new Variant(MediaType.valueOf(HTML), (String) null, null),
            new Variant(MediaType.APPLICATION_JSON_TYPE, (String) null, null));

    /** A kind of problem, as callers read it. */
    @Schema(name = "ProblemType", description = "What a kind of problem means.")
    record ProblemTypeJson(
            @Schema(
                    description = "Path of this page, as problems name it; an open set.",
                    format = "uri-reference",
                    examples = "/problems/rate-limited")
            String type,

            @Schema(
                    description = "This kind of problem in a few words.",
                    examples = "The caller asks more often than it may")
            String title,

            @Schema(
                    description =
                            "The HTTP statuses that it comes with; none where it is a source's, inside an answer.",
                    examples = "[429]")
            List<Integer> statuses,

            @Schema(description = "What it means.", examples = "Retry-After says when to come again.")
            String meaning,

            @Schema(
                    description = "What can be done.",
                    examples = "Wait as many seconds as Retry-After says, then ask again.")
            String advice) {

        private static ProblemTypeJson of(ProblemType type) {
            return new ProblemTypeJson(
                    type.uri(), type.title(), ProblemAdvice.statuses(type), type.explanation(), ProblemAdvice.of(type));
        }
    }

    @GET
    @Path("/{slug}")
    @Produces({HTML, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getProblemType",
            summary = "What a kind of problem means",
            description = "The page to which the type of a problem resolves. It needs no credentials.")
    @APIResponse(
            responseCode = "200",
            description = "The page.",
            content = {
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ProblemTypeJson.class))
            })
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "406", ref = "NotAcceptable")
    public Response page(
            @Parameter(
                            description = "The last part of the type.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern = "^[a-z]+(-[a-z]+)*$",
                                            minLength = 1,
                                            maxLength = 63,
                                            examples = "rate-limited"))
                    @PathParam("slug")
                    String slug,
            @Context Request request) {
        ProblemTypeJson type = ProblemType.find(slug).map(ProblemTypeJson::of).orElseThrow(ProblemException::notFound);
        Variant form = request.selectVariant(FORMS);
        if (form == null) {
            throw new NotAcceptableException();
        }
        boolean json = form.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE);
        return Response.ok(json ? type : html(type), form.getMediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private static String html(ProblemTypeJson type) {
        String statuses = type.statuses().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s – Quotagate</title>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                <dl>
                <dt>Type</dt><dd><code>%2$s</code></dd>
                <dt>HTTP status</dt><dd>%3$s</dd>
                </dl>
                <h2>What it means</h2>
                <p>%4$s</p>
                <h2>What to do</h2>
                <p>%5$s</p>
                </main>
                </body>
                </html>
                """.formatted(
                        escape(type.title()),
                        escape(type.type()),
                        statuses.isEmpty() ? "none of its own: it is told of a source, inside an answer" : statuses,
                        escape(type.meaning()),
                        escape(type.advice()));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
