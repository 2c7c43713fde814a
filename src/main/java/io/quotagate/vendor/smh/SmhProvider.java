package io.quotagate.vendor.smh;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Session;
import io.quotagate.provider.Undocumented;
import io.quotagate.provider.VendorHttp;
import io.quotagate.quota.Account;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.vendor.smh.SmhNormalizer.Chunk;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Spaces of one SMH media library: a token where one is needed, then their usage, all or nothing. */
@ApplicationScoped
class SmhProvider implements QuotaProvider {

    private static final String SPACE_ADMIN = "space_admin";
    private static final String ADMIN = "admin";

    private static final Catalogue CATALOGUE = new Catalogue(
            "Tencent Cloud Smart Media Hosting",
            "https://www.tencentcloud.com/document/product/1283/75424",
            List.of(new Catalogue.Entry(
                    Metric.STORAGE_STORED,
                    Kind.ALLOCATION,
                    Unit.BYTE,
                    List.of(ScopeLevel.SPACE),
                    List.of("capacity"),
                    List.of("size"),
                    List.of("availableSpace"))),
            Optional.empty(),
            List.of(
                    "One quota may cover several spaces; which ones is not stated, so limits and remainders of spaces"
                            + " must not be added up.",
                    "What is available is not counted in real time and need not be limit minus used.",
                    "The state of the account is not stated."),
            new ConnectionSchema(
                    List.of(
                            Field.required("libraryId", "[A-Za-z0-9_-]{1,64}", "Id of the media library."),
                            Field.required(
                                            "spaceIds",
                                            "(?!\\.$)(?!.*\\.\\.)[^/,\\\\\\s\\u0000-\\u001f\\u007f]{1,128}",
                                            "Ids of the spaces.")
                                    .list(),
                            Field.oneOf(
                                    "grant",
                                    "Permission to log in with: space_admin for the named spaces, admin for the whole"
                                            + " library.",
                                    SPACE_ADMIN,
                                    ADMIN),
                            Field.optional("userId", "\\S{1,255}", "User on whose behalf the spaces are read.")),
                    List.of(
                            new CredentialForm(
                                    "secret",
                                    List.of("librarySecret"),
                                    List.of(),
                                    "Secret of the library, for unattended use."),
                            new CredentialForm(
                                    "token", List.of("accessToken"), List.of(), "Access token; it is not renewed."),
                            new CredentialForm(
                                    "public", List.of(), List.of(), "None, for a library that everybody may read."))));

    private final VendorHttp http;
    private final Clock clock;
    private final Map<ConnectionKey, Session> sessions = new ConcurrentHashMap<>();

    SmhProvider(VendorHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "tencent-smh";
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    /** Ours: 20 a second is documented of the control plane's calls, nothing but a 429 of those that are made here. */
    @Override
    public Ration ration() {
        return Ration.perCredential("100/PT1S");
    }

    @Override
    public Uni<Observation> fetch(Connection connection, Deadline deadline) {
        if (connection.has("librarySecret")) {
            return session(connection).call(deadline, token -> observe(connection, deadline, token));
        }
        String given = connection.has("accessToken") ? connection.secret("accessToken") : null;
        return observe(connection, deadline, given);
    }

    @Override
    public Uni<Void> forget(Connection connection) {
        sessions.remove(connection.key());
        return Uni.createFrom().voidItem();
    }

    private Session session(Connection connection) {
        return sessions.computeIfAbsent(
                connection.key(), key -> new Session(deadline -> login(connection, deadline), clock));
    }

    private Uni<Session.Grant> login(Connection connection, Deadline deadline) {
        String grant = grant(connection);
        // A token for space_admin sees the spaces that it names, several joined by commas; one for admin sees all.
        String spaces = grant.equals(SPACE_ADMIN) ? String.join(",", connection.settings("spaceIds")) : null;
        SmhApi.TokenRequest request = new SmhApi.TokenRequest(
                libraryId(connection),
                connection.secret("librarySecret"),
                spaces,
                connection.setting("userId").orElse(null),
                grant);
        Instant askedAt = clock.instant();
        return http.call(connection, deadline, "token", SmhApi.class, api -> api.token(connection.url(), request))
                .map(SmhErrors::body)
                .map(answer -> SmhNormalizer.grant(answer, askedAt));
    }

    private Uni<Observation> observe(Connection connection, Deadline deadline, @Nullable String token) {
        List<Uni<Part>> calls = SmhNormalizer.chunks(connection.settings("spaceIds")).stream()
                .map(chunk -> usage(connection, deadline, token, chunk))
                .toList();
        if (calls.isEmpty()) {
            // Without spaces the path would be that of another API, which answers for the whole library.
            return Uni.createFrom()
                    .failure(new ProviderException(Reason.INVALID_REQUEST, "the connection names no space"));
        }
        Instant observedAt = clock.instant();
        return http.together(calls).map(parts -> observation(observedAt, parts));
    }

    /** What one call brought. */
    private record Part(List<Quota> quotas, Undocumented undocumented) {}

    private static Observation observation(Instant observedAt, List<Part> parts) {
        List<Quota> quotas =
                parts.stream().flatMap(part -> part.quotas().stream()).toList();
        return Observation.of(observedAt, quotas, Account.UNKNOWN)
                .with(parts.stream().map(Part::undocumented).reduce(Undocumented.NONE, Undocumented::and));
    }

    private Uni<Part> usage(Connection connection, Deadline deadline, @Nullable String token, Chunk chunk) {
        return http.call(
                        connection,
                        deadline,
                        "usage",
                        SmhApi.class,
                        api -> api.usage(
                                connection.url(),
                                token == null ? null : "Bearer " + token,
                                libraryId(connection),
                                segment(chunk),
                                actingFor(connection)))
                .map(SmhErrors::body)
                .map(answer -> new Part(SmhNormalizer.quotas(answer, chunk), SmhApi.USAGE_ANSWER.compare(answer)));
    }

    private static String segment(Chunk chunk) {
        return URLEncoder.encode(String.join(",", chunk.spaceIds()), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /** Only a token of an admin may act for somebody. */
    private static @Nullable String actingFor(Connection connection) {
        return grant(connection).equals(ADMIN) ? connection.setting("userId").orElse(null) : null;
    }

    private static String grant(Connection connection) {
        return connection.setting("grant").orElse(SPACE_ADMIN);
    }

    private static String libraryId(Connection connection) {
        return connection
                .setting("libraryId")
                .orElseThrow(() -> new ProviderException(Reason.INVALID_REQUEST, "the connection names no library"));
    }
}
