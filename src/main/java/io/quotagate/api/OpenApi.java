package io.quotagate.api;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
        security = @SecurityRequirement(name = "apiKey"),
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = "apiKey",
                                        type = SecuritySchemeType.APIKEY,
                                        in = SecuritySchemeIn.HEADER,
                                        apiKeyName = "X-API-Key",
                                        description = "A key of the tenant."),
                        responses = {
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
                                    name = "CoolingDown",
                                    description =
                                            "All of it was refreshed a moment ago; Retry-After says when again (/problems/cooling-down).",
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
