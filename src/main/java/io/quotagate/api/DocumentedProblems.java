package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Every way in which a request may fail, with the types of its problems and an example of each. */
enum DocumentedProblems {
    INVALID_REQUEST(
            "InvalidRequest",
            "A parameter, a header or the body is unknown or has a value that is not allowed; errors names every one.",
            ProblemException.invalid(List.of(new Invalid("pageSize", "must be a whole number from 1 to 1000")))),
    AUTHENTICATION_REQUIRED("AuthenticationRequired", "No valid credentials.", ProblemException.unauthenticated(false)),
    MISSING_SCOPE(
            "MissingScope",
            "The credentials lack the scope.",
            ProblemException.missingScope(Caller.Kind.BEARER_TOKEN, Permission.REFRESH)),
    NOT_FOUND("NotFound", "There is no such thing for this caller.", ProblemException.notFound()),
    NOT_ACCEPTABLE("NotAcceptable", "The Accept header allows no form of the answer.", ProblemException.ofStatus(406)),
    REQUEST_TOO_LARGE("RequestTooLarge", "The body is too large.", ProblemException.bodyTooLarge(131_072)),
    TARGET_TOO_LONG("TargetTooLong", "The path and query are too long.", ProblemException.ofStatus(414)),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", "The body is not JSON.", ProblemException.ofStatus(415)),
    IDEMPOTENCY_KEY_REUSED(
            "IdempotencyKeyReused", "The key was used for another request.", ProblemException.idempotencyKeyReused()),
    RATE_LIMITED("RateLimited", "The caller asks more often than it may.", ProblemException.rateLimited(1)),
    RATE_LIMITED_OR_COOLING_DOWN(
            "RateLimitedOrCoolingDown",
            "The caller asks more often than it may, or all of it was refreshed a moment ago.",
            ProblemException.rateLimited(1),
            ProblemException.coolingDown(Duration.ofSeconds(10))),
    TOO_MANY_HEADERS("TooManyHeaders", "The headers are too many or too long.", ProblemException.tooManyHeaders(100)),
    INTERNAL_ERROR("InternalError", "A fault of the gateway itself.", ProblemException.ofStatus(500)),
    SOURCES_UNUSABLE(
            "SourcesUnusable",
            "Nothing can be shown, or something is missing that was required; sources says why. 502: a vendor does not"
                    + " answer as it should. 504: it does not answer in time, or was not to be asked."),
    UNAVAILABLE(
            "Unavailable",
            "The gateway has too much to do, or cannot verify tokens at the moment.",
            ProblemException.overloaded(),
            ProblemException.issuerUnavailable()),
    UNAVAILABLE_OR_UNUSABLE(
            "SourcesUnusableOrUnavailable",
            "Nothing can be shown, or something is missing that was required, and sources says why; or the gateway has"
                    + " too much to do, or cannot verify tokens at the moment.",
            ProblemException.overloaded(),
            ProblemException.issuerUnavailable()),
    TOO_MANY_LISTENERS(
            "TooManyListeners",
            "As many listen as may; or the gateway has too much to do, or cannot verify tokens at the moment.",
            ProblemException.tooManyListeners(),
            ProblemException.overloaded(),
            ProblemException.issuerUnavailable()),
    OTHER(
            "OtherProblem",
            "What no operation does: a method that the path does not know, and whatever may come.",
            ProblemException.ofStatus(405));

    private static final String TRACE = "9d610715b8e4a453d551747b49029a37";
    private static final String SOURCES = "sources-unusable";
    private static final Set<DocumentedProblems> OF_SOURCES = EnumSet.of(SOURCES_UNUSABLE, UNAVAILABLE_OR_UNUSABLE);

    private final String component;
    private final String description;
    private final List<ProblemException> examples;

    DocumentedProblems(String component, String description, ProblemException... examples) {
        this.component = component;
        this.description = description;
        this.examples = List.of(examples);
    }

    /** Describes all of them once, and adds those that every operation has to each one that does not say so itself. */
    static void complete(OpenAPI document) {
        for (DocumentedProblems problem : values()) {
            document.getComponents().addResponse(problem.component, problem.response());
        }
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v1/")) {
                item.getOperations().values().forEach(operation -> complete(operation, path));
            }
        });
    }

    private static void complete(Operation operation, String path) {
        Map<String, DocumentedProblems> problems = new TreeMap<>(Map.of(
                "400", INVALID_REQUEST,
                "401", AUTHENTICATION_REQUIRED,
                "406", NOT_ACCEPTABLE,
                "414", TARGET_TOO_LONG,
                "429", RATE_LIMITED,
                "431", TOO_MANY_HEADERS,
                "500", INTERNAL_ERROR,
                "503", UNAVAILABLE,
                "default", OTHER));
        if (path.contains("{" + TenantAccess.TENANT + "}")) {
            problems.putAll(Map.of("403", MISSING_SCOPE, "404", NOT_FOUND));
        }
        if (operation.getRequestBody() != null) {
            problems.putAll(Map.of("413", REQUEST_TOO_LARGE, "415", UNSUPPORTED_MEDIA_TYPE));
        }
        APIResponses responses = operation.getResponses();
        if (responses.hasAPIResponse("503")) {
            String reference = responses.getAPIResponse("503").getRef();
            problems.put(
                    "503",
                    reference.endsWith(TOO_MANY_LISTENERS.component) ? TOO_MANY_LISTENERS : UNAVAILABLE_OR_UNUSABLE);
            responses.removeAPIResponse("503");
        }
        Map<String, APIResponse> all = new TreeMap<>(responses.getAPIResponses());
        problems.forEach((status, problem) ->
                all.putIfAbsent(status, OASFactory.createAPIResponse().ref(problem.component)));
        responses.setAPIResponses(all);
    }

    private APIResponse response() {
        MediaType body =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        examples.forEach(example -> body.addExample(
                example.type().slug(),
                OASFactory.createExample()
                        .summary(example.type().title())
                        .value(DocumentedExamples.of(Problem.of(example, TRACE)))));
        if (OF_SOURCES.contains(this)) {
            body.addExample(
                    SOURCES,
                    OASFactory.createExample()
                            .summary(ProblemType.SOURCES_UNUSABLE.title())
                            .value(DocumentedExamples.find(SOURCES).orElseThrow()));
        }
        APIResponse response = OASFactory.createAPIResponse()
                .description(description + " " + types(body.getExamples().keySet()))
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, body));
        headers()
                .forEach(name ->
                        response.addHeader(name, OASFactory.createHeader().ref(name)));
        return response;
    }

    private static String types(Set<String> slugs) {
        return slugs.stream().map(slug -> ProblemType.PATH + slug).collect(Collectors.joining(", ", "Types: ", "."));
    }

    private Set<String> headers() {
        Set<String> names = examples.stream()
                .flatMap(example -> example.headers().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (OF_SOURCES.contains(this)) {
            names.add("Retry-After");
        }
        return names;
    }
}
