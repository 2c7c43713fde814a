package io.quotagate.vendor.zstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.LogFields;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Session;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Account;
import io.quotagate.quota.Kind;
import io.quotagate.quota.ScopeLevel;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** One ZStack organization: the usage of its quotas, by a login of ours, an access key or a given session. */
@ApplicationScoped
class ZStackProvider implements QuotaProvider {

    private static final Logger LOG = Logger.getLogger(ZStackProvider.class);

    private static final String UUID = "[0-9a-fA-F]{32}";
    private static final Pattern SESSION_UUID = Pattern.compile(UUID);

    /** Four fifths of the 7200 s after which a session ends, used or not. */
    private static final Duration SESSION_USE = Duration.ofSeconds(5760);

    private static final Catalogue CATALOGUE = new Catalogue(
            "ZStack Cloud",
            "https://github.com/zstackio/zstack/blob/master/rest/src/main/resources/doc/RestIntroduction_zh_cn.md",
            ZStackNormalizer.KNOWN.stream().map(ZStackProvider::entry).toList(),
            Optional.of(ZStackNormalizer.PASS_THROUGH),
            List.of(
                    "ZStack does not say the state of the account.",
                    "ZStack leaves out a quota that nothing is counted against yet.",
                    "A total of 0 may be a limit of 0 or a limit that was never set.",
                    "ZStack does not state what remains; it is computed from limit and used."),
            new ConnectionSchema(
                    List.of(
                            Field.required("organizationUuid", UUID, "Uuid of the IAM2 organization."),
                            Field.oneOf(
                                    "login",
                                    "Who logs in with accountName and password: an account, or an IAM2 virtual id.",
                                    "account",
                                    "iam2"),
                            Field.optional(
                                            "dateZone",
                                            "[A-Za-z][A-Za-z0-9/_+:-]{0,63}",
                                            "Time zone of the signed Date with an access key, since ZStack compares"
                                                    + " wall-clock times unless told otherwise (default GMT).")
                                    .timeZone()),
                    List.of(
                            new CredentialForm(
                                    "password",
                                    List.of("accountName", "password"),
                                    List.of(),
                                    "Login of an account or an IAM2 virtual id."),
                            new CredentialForm(
                                    "accessKey",
                                    List.of("accessKeyId", "accessKeySecret"),
                                    List.of(),
                                    "Access key, for unattended use without sessions."),
                            new CredentialForm(
                                    "session",
                                    List.of("sessionUuid"),
                                    List.of(),
                                    "Uuid of a session that somebody else renews and ends."))));

    private final VendorHttp http;
    private final Clock clock;
    private final Map<ConnectionKey, Session> sessions = new ConcurrentHashMap<>();

    ZStackProvider(VendorHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    private static Catalogue.Entry entry(ZStackNormalizer.Known known) {
        return new Catalogue.Entry(
                known.metric(),
                Kind.ALLOCATION,
                known.unit(),
                List.of(ScopeLevel.ORGANIZATION),
                List.of("usages[name=" + known.name() + "].total"),
                List.of("usages[name=" + known.name() + "].used"),
                List.of());
    }

    @Override
    public String id() {
        return "zstack";
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    /** ZStack 5.2.1 has no limit; newer versions are said to take that many calls from one client address. */
    @Override
    public Ration ration() {
        return Ration.perHost("12000/PT1M");
    }

    @Override
    public Uni<Observation> fetch(Connection connection, Deadline deadline) {
        return Uni.createFrom().deferred(() -> {
            if (connection.has("accessKeyId")) {
                return observe(connection, deadline, signed(connection));
            }
            if (connection.has("sessionUuid")) {
                return observe(connection, deadline, ZStackApi.Headers.ofSession(givenSession(connection)));
            }
            return session(connection)
                    .call(deadline, uuid -> observe(connection, deadline, ZStackApi.Headers.ofSession(uuid)));
        });
    }

    /** Logs out, since ZStack keeps only so many sessions of one account; a session that was given is not ours to end. */
    @Override
    public Uni<Void> forget(Connection connection) {
        return Uni.createFrom()
                .item(() -> Optional.ofNullable(sessions.remove(connection.key())))
                .chain(session -> session.map(Session::end)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .chain(uuid -> uuid.map(open -> logOut(connection, open))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(failure -> LogFields.about(
                        connection.key(),
                        () -> LOG.warnf(
                                "tenant '%s', connection '%s' was not logged out, its session ends by itself: %s",
                                connection.key().tenant(), connection.id(), failure.getMessage())))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Observation> observe(Connection connection, Deadline deadline, ZStackApi.Headers headers) {
        Instant observedAt = clock.instant();
        String organization = organization(connection);
        return http.call(
                        connection,
                        deadline,
                        "usages",
                        ZStackApi.class,
                        api -> api.usages(connection.url(), organization, headers))
                .map(ZStackErrors::result)
                .map(answer -> Observation.of(
                                observedAt, ZStackNormalizer.quotas(answer, organization), Account.UNKNOWN)
                        .with(ZStackApi.USAGES_ANSWER.compare(answer)));
    }

    private ZStackApi.Headers signed(Connection connection) {
        String date = ZStackSigner.date(clock.instant(), zone(connection));
        String path = ZStackApi.ORGANIZATION + organization(connection) + ZStackApi.USAGES;
        return ZStackApi.Headers.ofAccessKey(
                ZStackSigner.authorization(
                        connection.secret("accessKeyId"), connection.secret("accessKeySecret"), "GET", path, date),
                date);
    }

    private static String givenSession(Connection connection) {
        String uuid = connection.secret("sessionUuid");
        if (!SESSION_UUID.matcher(uuid).matches()) {
            throw new ProviderException(Reason.UNAUTHORIZED, "the sessionUuid of the connection is no uuid");
        }
        return uuid;
    }

    private Session session(Connection connection) {
        return sessions.computeIfAbsent(
                connection.key(), key -> new Session(deadline -> logIn(connection, deadline), clock));
    }

    private Uni<Session.Grant> logIn(Connection connection, Deadline deadline) {
        // Counted from before the call, since the server counts from a moment within it.
        Instant renewAt = clock.instant().plus(SESSION_USE);
        String name = connection.secret("accountName");
        String password = ZStackSigner.sha512(connection.secret("password"));
        boolean iam2 = connection.setting("login").filter("iam2"::equals).isPresent();
        String body = iam2
                ? login("loginIAM2VirtualID", "name", name, password)
                : login("logInByAccount", "accountName", name, password);
        return http.call(
                        connection,
                        deadline,
                        iam2 ? "loginIAM2VirtualID" : "logInByAccount",
                        ZStackApi.class,
                        api -> iam2
                                ? api.logInByVirtualId(connection.url(), body)
                                : api.logInByAccount(connection.url(), body))
                .map(ZStackErrors::result)
                .map(answer -> new Session.Grant(sessionUuid(answer), renewAt));
    }

    private static String login(String action, String nameField, String name, String password) {
        var request = JsonNodeFactory.instance.objectNode();
        request.putObject(action).put(nameField, name).put("password", password);
        return request.toString();
    }

    static String sessionUuid(VendorJson answer) {
        VendorJson place = answer.object("inventory").get("uuid");
        return place.text()
                .filter(uuid -> SESSION_UUID.matcher(uuid).matches())
                .orElseThrow(() -> place.violation("must be the uuid of a session"));
    }

    private Uni<Void> logOut(Connection connection, String uuid) {
        return http.call(
                        connection,
                        http.deadline(),
                        "sessions",
                        ZStackApi.class,
                        api -> api.logOut(connection.url(), uuid, ZStackApi.Headers.ofSession(uuid)))
                .replaceWithVoid();
    }

    private static String organization(Connection connection) {
        return connection
                .setting("organizationUuid")
                .orElseThrow(
                        () -> new ProviderException(Reason.INVALID_REQUEST, "the setting organizationUuid is missing"));
    }

    private static ZoneId zone(Connection connection) {
        return ZoneId.of(connection.setting("dateZone").orElse("GMT"));
    }
}
