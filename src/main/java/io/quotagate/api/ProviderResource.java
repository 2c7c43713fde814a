package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Providers;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.ConnectionSchema.Presence;
import io.quotagate.provider.ConnectionSchema.Shape;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.tenant.ProviderFreshness;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** The catalogue: what each provider can tell, what it cannot, and what a connection to it needs. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Providers")
@NonBlocking
class ProviderResource {

    private final Providers providers;
    private final ProviderFreshness freshness;
    private final CurrentCaller current;

    ProviderResource(Providers providers, ProviderFreshness freshness, CurrentCaller current) {
        this.providers = providers;
        this.freshness = freshness;
        this.current = current;
    }

    /** The catalogue, as callers read it. */
    @Schema(name = "Providers", description = "The catalogue of providers, by id.")
    record ProvidersJson(
            @Schema(description = "The providers, by id.") List<ProviderJson> providers) {}

    /** A provider, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Provider", description = "What a provider can tell, what it cannot, and what it needs to know.")
    record ProviderJson(
            @Schema(description = "The provider's id; an open set.", examples = "koodrive")
            String id,

            @Schema(description = "The vendor's name of it.", examples = "Huawei Cloud KooDrive")
            String title,

            @Schema(
                    description = "The vendor's page on the numbers.",
                    format = "uri",
                    examples = "https://support.huaweicloud.com/intl/en-us/api-koodrive/GetQuotaUsed.html")
            String documentation,

            @Schema(
                    description = "How long its numbers are served without asking again (ISO 8601).",
                    format = "duration",
                    examples = "PT1M")
            String freshFor,

            @Schema(
                    description = "How long they may stand in for a vendor that fails (ISO 8601).",
                    format = "duration",
                    examples = "PT24H")
            String staleFor,

            @Schema(description = "What it can tell.") List<MetricJson> metrics,

            @Schema(description = "Prefix of metrics that the vendor names itself.", examples = "zstack.") @Nullable
            String passThrough,

            @Schema(
                    description = "What must not be expected of it.",
                    examples = "[\"Why an account is suspended is not stated.\"]")
            List<String> cannotTell,

            @Schema(
                    description = "JSON Schema of a connection's settings.",
                    examples = "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}")
            Map<String, Object> settings,

            @Schema(
                    description = "JSON Schema of a connection's credentials.",
                    examples =
                            "{\"oneOf\":[{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false,\"title\":\"public\",\"description\":\"None.\"}]}")
            Map<String, Object> credentials) {}

    /** A metric of a provider, as callers read it. */
    @Schema(name = "Metric", description = "A metric and the vendor's fields behind it, in the order of the scopes.")
    record MetricJson(
            @Schema(description = "What is limited; an open set.", examples = "storage.stored")
            String metric,

            @Schema(description = "What kind of quotas it makes.", examples = "allocation")
            String kind,

            @Schema(description = "UCUM code of the unit of its amounts; an open set.", examples = "By")
            String unit,

            @Schema(
                    description = "The levels at which there are quotas of it; an open set.",
                    examples = "[\"organization\",\"department\"]")
            List<String> scopes,

            @Schema(
                    description = "The vendor's fields of the limit; empty where it says none.",
                    examples = "[\"spaceCapacity\",\"deptSpaceQuota\"]")
            List<String> limit,

            @Schema(
                    description = "The vendor's fields of what is used; empty where it says none.",
                    examples = "[\"spaceUsed\",\"deptSpaceUsed\"]")
            List<String> used,

            @Schema(
                    description = "The vendor's fields of what remains; empty where it says none.",
                    examples = "[\"availableSpace\"]")
            List<String> remaining) {

        private static MetricJson of(Catalogue.Entry entry) {
            return new MetricJson(
                    entry.metric().name(),
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    entry.unit().code(),
                    entry.scopes().stream()
                            .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                            .toList(),
                    entry.limit(),
                    entry.used(),
                    entry.remaining());
        }
    }

    @GET
    @Path("/providers")
    @Operation(
            operationId = "listProviders",
            summary = "What each provider can tell, and what it cannot",
            description =
                    "The catalogue: metrics with the vendor's fields behind them, and what a connection has to know. Any valid"
                            + " credentials will do.")
    @APIResponse(
            responseCode = "200",
            description = "The catalogue.",
            content = @Content(schema = @Schema(implementation = ProvidersJson.class)))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    public RestResponse<ProvidersJson> providers(@Context UriInfo uri) {
        var unused = current.get();
        Query.none(uri);
        return ResponseBuilder.ok(new ProvidersJson(
                        providers.all().stream().map(this::json).toList()))
                .header("Cache-Control", "no-store")
                .build();
    }

    private ProviderJson json(QuotaProvider provider) {
        Catalogue catalogue = provider.catalogue();
        return new ProviderJson(
                provider.id(),
                catalogue.title(),
                catalogue.documentation(),
                freshness.freshFor(provider.id()).toString(),
                freshness.staleFor(provider.id()).toString(),
                catalogue.metrics().stream().map(MetricJson::of).toList(),
                catalogue.passThrough().orElse(null),
                catalogue.cannotTell(),
                settings(catalogue.connection()),
                credentials(catalogue.connection()));
    }

    private static Map<String, Object> settings(ConnectionSchema schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        schema.settings().forEach(field -> properties.put(field.name(), property(field)));
        List<String> required = schema.settings().stream()
                .filter(field -> field.presence() == Presence.REQUIRED)
                .map(Field::name)
                .toList();
        return object(properties, required);
    }

    private static Map<String, Object> property(Field field) {
        Map<String, Object> property = field.shape() == Shape.LIST ? list(value(field)) : value(field);
        property.put("description", field.description());
        field.standard()
                .ifPresent(text -> property.put("default", field.shape() == Shape.LIST ? field.values() : text));
        return property;
    }

    private static Map<String, Object> value(Field field) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", "string");
        if (field.values().isEmpty()) {
            value.put("pattern", "^(?:" + field.pattern().pattern() + ")$");
            return value;
        }
        value.put("enum", field.values());
        return value;
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        list.put("uniqueItems", true);
        list.put("items", items);
        return list;
    }

    private static Map<String, Object> credentials(ConnectionSchema schema) {
        return Map.of(
                "oneOf",
                schema.credentials().stream().map(ProviderResource::form).toList());
    }

    private static Map<String, Object> form(CredentialForm form) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Stream.concat(form.required().stream(), form.optional().stream())
                .forEach(name -> properties.put(name, secret()));
        Map<String, Object> schema = object(properties, form.required());
        schema.put("title", form.name());
        schema.put("description", form.description());
        return schema;
    }

    private static Map<String, Object> secret() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("writeOnly", true);
        return schema;
    }

    private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }
}
