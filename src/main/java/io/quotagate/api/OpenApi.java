package io.quotagate.api;

import io.quotagate.tenant.Tenant;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
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
                        contact = @Contact(name = "Whoever operates the gateway"),
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        servers = @Server(url = "/", description = "The gateway that serves this document."),
        tags = {
            @Tag(name = "Quotas", description = "What a tenant may still use."),
            @Tag(name = "Sources", description = "What became of a tenant's connections."),
            @Tag(name = "Tenants", description = "The tenants that a caller may read."),
            @Tag(name = "Providers", description = "The catalogue of providers."),
            @Tag(name = "Problems", description = "What went wrong, and what to do.")
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
                                    description = "A key of the tenant; that of the sandbox is sandbox."),
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
                                    name = "X-Request-Id",
                                    description = "The caller's own, or a new one.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "c7ad2c2ab5e94309b8807b3a40d04aec")),
                            @Header(
                                    name = "traceparent",
                                    description = "The caller's own, or a new one (W3C Trace Context).",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples =
                                                            "00-9d610715b8e4a453d551747b49029a37-7a4357973381e799-00")),
                            @Header(
                                    name = "WWW-Authenticate",
                                    description = "What kinds of credentials would do.",
                                    schema =
                                            @Schema(type = SchemaType.STRING, examples = "ApiKey realm=\"quotagate\"")),
                            @Header(
                                    name = "Link",
                                    description =
                                            "Where the next page is, relative to this one; absent on the last page.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    examples = "</v1/tenants?pageToken=" + OpenApi.TENANTS_TOKEN
                                                            + ">; rel=\"next\"")),
                            @Header(
                                    name = "Preference-Applied",
                                    description = "The wait that was granted, where the caller preferred one.",
                                    schema = @Schema(type = SchemaType.STRING, examples = "wait=1")),
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
                                    schema = @Schema(type = SchemaType.INTEGER, minimum = "0", examples = "12")),
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
                                    schema = @Schema(type = SchemaType.INTEGER, minimum = "1", examples = "1")),
                            @Header(
                                    name = "Cache-Status",
                                    description = "How the gateway came by it (RFC 9211).",
                                    schema = @Schema(type = SchemaType.STRING, examples = "quotagate; hit; ttl=47"))
                        },
                        parameters = {
                            @Parameter(
                                    name = TenantAccess.TENANT,
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "The tenant's id. One that the caller may not see is not found.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    pattern = "^" + Tenant.ID_PATTERN + "$",
                                                    minLength = 1,
                                                    maxLength = 63,
                                                    examples = "sandbox")),
                            @Parameter(
                                    name = "If-None-Match",
                                    in = ParameterIn.HEADER,
                                    description = "Tags of answers that the caller has: 304 where one is still right.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    maxLength = 8_192,
                                                    examples = "W/\"4zM7KVVMDSBA3yNjrlqSww\"")),
                            @Parameter(
                                    name = "Cache-Control",
                                    in = ParameterIn.HEADER,
                                    description =
                                            "only-if-cached asks no vendor: 504 where nothing can be shown without. no-cache and max-age=N have vendors asked for newer numbers, where the caller has the scope quota:refresh and the connection is not cooling down; else they are ignored.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.STRING,
                                                    maxLength = 8_192,
                                                    examples = "max-age=10")),
                            @Parameter(
                                    name = "Prefer",
                                    in = ParameterIn.HEADER,
                                    description =
                                            "wait=N bounds the wait in seconds: what has not answered by then is pending (RFC 7240).",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = 8_192, examples = "wait=1"))
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
                                    })
                        }))
public class OpenApi extends Application {

    /** Goes on after the page that is the example of a report. */
    static final String PAGE_TOKEN =
            "MjA3NzgKMjAyMjQ1ODM2OC82NTk3MDY5NzY2NjU2IGRyaXZlOnN0b3JhZ2Uuc3RvcmVkOmRlcGFydG1lbnTHYNsiVd4x_29VL04YCzOi";

    /** Goes on after the page that is the example of the tenants. */
    static final String TENANTS_TOKEN = "MjA3NzgKc2FuZGJveNLWyMH-iFs4k_Ii7g6M-vI";
}
