package io.quotagate.api;

import io.quotagate.provider.Reason;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.Warning;
import io.quotagate.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * The values that members and parameters are known to have. A closed set is an {@code enum}; an open one, which may grow
 * while old readers are about, is an {@code x-extensible-enum}, of which generated code makes plain text.
 */
final class DocumentedValues {

    private static final String OPEN = "x-extensible-enum";
    private static final int LONGEST = 8_192;

    private static final List<String> UNITS =
            Arrays.stream(Unit.values()).map(Unit::code).toList();
    private static final List<String> REASONS = names(Reason.values());
    private static final List<String> STATUSES =
            Stream.concat(Stream.of("ok", "stale"), REASONS.stream()).toList();

    private final OpenAPI document;

    private DocumentedValues(OpenAPI document) {
        this.document = document;
    }

    static void complete(OpenAPI document) {
        DocumentedValues values = new DocumentedValues(document);
        values.ofMembers();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getParameters)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(parameter -> parameter.getSchema() != null)
                .forEach(values::ofParameter);
    }

    private void ofMembers() {
        List<String> metrics = DocumentedExamples.metrics();
        List<String> providers = DocumentedExamples.providers();
        List<String> levels = names(ScopeLevel.values());
        member("Account", "state", open(names(AccountState.values())));
        member("Amount", "state", closed(names(Amount.State.values())));
        member("Amount", "origin", closed(names(Amount.Origin.values())));
        items("Amount", "from", open(List.of("limit", "used")));
        member("Metric", "metric", open(metrics));
        member("Metric", "kind", closed(names(Kind.values())));
        member("Metric", "unit", open(UNITS));
        items("Metric", "scopes", open(levels));
        member("Problem", "type", open(problems(false)));
        member(
                "ProblemType",
                "type",
                open(Stream.concat(problems(false).stream(), problems(true).stream())
                        .toList()));
        member("Provider", "id", open(providers));
        member("Quota", "provider", open(providers));
        member("Quota", "metric", open(metrics));
        member("Quota", "kind", closed(names(Kind.values())));
        member("Quota", "unit", open(UNITS));
        member("Quota", "status", open(names(QuotaStatus.values())));
        items("Quota", "warnings", open(names(Warning.values())));
        member("QuotaCheck", "metric", open(metrics));
        member("QuotaCheck", "provider", open(providers));
        member("QuotaCheckScope", "level", open(levels));
        member("Scope", "level", open(levels));
        member("Source", "provider", open(providers));
        member("Source", "status", open(STATUSES));
        member("SourceProblem", "type", open(problems(true)));
        member("SourceProblem", "reason", open(REASONS));
        member("Sum", "state", closed(List.of("known", "unlimited", "unknown")));
        member("Total", "metric", open(metrics));
        member("Total", "unit", open(UNITS));
    }

    private void ofParameter(Parameter parameter) {
        Schema items = parameter.getSchema().getItems();
        if (items == null) {
            return;
        }
        parameter.style(Parameter.Style.FORM).explode(true);
        switch (parameter.getName()) {
            case "provider" -> open(DocumentedExamples.providers()).accept(items);
            case "connection" -> items.pattern("^" + Tenant.ID_PATTERN + "$").maxLength(63);
            case "metric" ->
                open(DocumentedExamples.metrics()).accept(items.minLength(1).maxLength(LONGEST));
            case "scope" -> open(names(ScopeLevel.values())).accept(items);
            case "status" -> open(names(QuotaStatus.values())).accept(items);
            default -> {
                // Bounds that are missing are found by the linters.
            }
        }
    }

    private void member(String schema, String member, Consumer<Schema> values) {
        values.accept(find(schema, member));
    }

    private void items(String schema, String member, Consumer<Schema> values) {
        values.accept(find(schema, member).getItems());
    }

    private Schema find(String schema, String member) {
        Schema object =
                Objects.requireNonNull(document.getComponents().getSchemas().get(schema), schema);
        return Objects.requireNonNull(object.getProperties().get(member), () -> schema + "." + member);
    }

    private static Consumer<Schema> open(List<String> values) {
        return schema -> schema.addExtension(OPEN, values);
    }

    private static Consumer<Schema> closed(List<String> values) {
        return schema -> schema.setEnumeration(List.copyOf(values));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> problems(boolean ofSources) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.isOfASource() == ofSources)
                .map(ProblemType::uri)
                .toList();
    }
}
