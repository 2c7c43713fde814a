package io.quotagate.api;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the OpenAPI document says of the API as a whole. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quotagate",
                        version = "1.0.0",
                        description = "One call tells a tenant everything it may still use, over all its cloud vendors."
                                + " No number that the vendor did not say: missing is not zero, unlimited is not"
                                + " zero, computed is not reported, stale is labelled.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        tags = {
            @Tag(name = "Quotas", description = "What a tenant may still use."),
            @Tag(name = "Sources", description = "What became of a tenant's connections."),
            @Tag(name = "Tenants", description = "The tenants that a caller may read."),
            @Tag(name = "Providers", description = "The catalogue of providers.")
        },
        security = {@SecurityRequirement(name = "apiKey"), @SecurityRequirement(name = "bearerToken")},
        components =
                @Components(
                        securitySchemes = {
                            @SecurityScheme(
                                    securitySchemeName = "apiKey",
                                    type = SecuritySchemeType.APIKEY,
                                    in = SecuritySchemeIn.HEADER,
                                    apiKeyName = "X-API-Key",
                                    description = "A key of the tenant."),
                            @SecurityScheme(
                                    securitySchemeName = "bearerToken",
                                    type = SecuritySchemeType.HTTP,
                                    scheme = "bearer",
                                    bearerFormat = "JWT",
                                    description =
                                            "A token of the issuer that the gateway's operators have set up, if any:"
                                                    + " its claim tenants is a list of tenant ids, or *; its scopes quota:read"
                                                    + " and quota:refresh. Not together with a key.")
                        },
                        headers = {
                            @Header(
                                    name = "ETag",
                                    description =
                                            "Weak: the same numbers and states have the same tag, whenever they were observed.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "W/\"4zM7KVVMDSBA3yNjrlqSww\"")),
                            @Header(
                                    name = "Age",
                                    description = "Seconds since the oldest numbers in it were observed.",
                                    schema = @Schema(type = SchemaType.INTEGER, examples = "12")),
                            @Header(
                                    name = "Cache-Control",
                                    description = "How long it may be used: max-age minus Age is what is left.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples =
                                                            "private, max-age=59, stale-while-revalidate=60, stale-if-error=86387")),
                            @Header(
                                    name = "RateLimit-Policy",
                                    description =
                                            "How much the caller may ask (q) in how many seconds (w), where that is limited.",
                                    schema = @Schema(type = SchemaType.STRING, examples = "\"default\";q=1000;w=1")),
                            @Header(
                                    name = "RateLimit",
                                    description =
                                            "How many requests are left (r), and in how many seconds all of them are back (t).",
                                    schema = @Schema(type = SchemaType.STRING, examples = "\"default\";r=999;t=1")),
                            @Header(
                                    name = "Retry-After",
                                    description = "Seconds until it is worth asking again.",
                                    schema = @Schema(type = SchemaType.INTEGER, examples = "1")),
                            @Header(
                                    name = "Cache-Status",
                                    description = "How the gateway came by it (RFC 9211).",
                                    schema = @Schema(type = SchemaType.STRING, examples = "quotagate; hit; ttl=47"))
                        },
                        parameters = {
                            @Parameter(
                                    name = "If-None-Match",
                                    in = ParameterIn.HEADER,
                                    description = "Tags of answers that the caller has: 304 where one is still right.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "W/\"4zM7KVVMDSBA3yNjrlqSww\"")),
                            @Parameter(
                                    name = "Cache-Control",
                                    in = ParameterIn.HEADER,
                                    description =
                                            "only-if-cached asks no vendor: 504 where nothing can be shown without. no-cache and max-age=N have vendors asked for newer numbers, where the caller has the scope quota:refresh and the connection is not cooling down; else they are ignored.",
                                    schema = @Schema(type = SchemaType.STRING, examples = "max-age=10")),
                            @Parameter(
                                    name = "Prefer",
                                    in = ParameterIn.HEADER,
                                    description =
                                            "wait=N bounds the wait in seconds: what has not answered by then is pending (RFC 7240).",
                                    schema = @Schema(type = SchemaType.STRING, examples = "wait=1"))
                        },
                        responses = {
                            @APIResponse(
                                    name = "NotModified",
                                    description = "The caller has it already, by its If-None-Match.",
                                    headers = {
                                        @Header(name = "ETag", ref = "ETag"),
                                        @Header(name = "Age", ref = "Age"),
                                        @Header(name = "Cache-Control", ref = "Cache-Control"),
                                        @Header(name = "Cache-Status", ref = "Cache-Status")
                                    }),
                            @APIResponse(
                                    name = "InvalidRequest",
                                    description = "A parameter is unknown or has a value that is not allowed;"
                                            + " errors names every one (/problems/invalid-request).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "AuthenticationRequired",
                                    description = "No valid credentials (/problems/authentication-required).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "MissingScope",
                                    description = "The credentials lack the scope (/problems/missing-scope).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "NotFound",
                                    description = "There is no such thing for this caller (/problems/not-found).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "UnsupportedMediaType",
                                    description = "The body is not JSON (/problems/unsupported-media-type).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "IdempotencyKeyReused",
                                    description =
                                            "The key was used for another request (/problems/idempotency-key-reused).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "RateLimited",
                                    description = "The caller asks more often than it may; Retry-After says when again"
                                            + " (/problems/rate-limited).",
                                    headers = {
                                        @Header(name = "RateLimit-Policy", ref = "RateLimit-Policy"),
                                        @Header(name = "RateLimit", ref = "RateLimit"),
                                        @Header(name = "Retry-After", ref = "Retry-After")
                                    },
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "RateLimitedOrCoolingDown",
                                    description =
                                            "The caller asks more often than it may (/problems/rate-limited), or all of it was refreshed a moment ago (/problems/cooling-down); Retry-After says when again.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = "SourcesUnusable",
                                    description = "Nothing can be shown, or something is missing that was"
                                            + " required; sources says why (/problems/sources-unusable).",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
public class OpenApi extends Application {}
