package io.quotagate.vendor.koodrive;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Undocumented;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.Subscription;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.VendorUnit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jboss.resteasy.reactive.RestResponse;

/** One KooDrive organization: its usage, and what was subscribed, which may fail alone. */
@ApplicationScoped
class KooDriveProvider implements QuotaProvider {

    private static final int TRACE_ID_LENGTH = 58;

    private static final Catalogue CATALOGUE = new Catalogue(
            "Huawei Cloud KooDrive",
            "https://support.huaweicloud.com/intl/en-us/api-koodrive/GetQuotaUsed.html",
            List.of(
                    new Catalogue.Entry(
                            Metric.STORAGE_STORED,
                            Kind.ALLOCATION,
                            Unit.BYTE,
                            List.of(
                                    ScopeLevel.ORGANIZATION,
                                    ScopeLevel.DEPARTMENT,
                                    ScopeLevel.PERSONAL,
                                    ScopeLevel.GROUP),
                            List.of("spaceCapacity", "deptSpaceQuota", "personalSpaceQuota", "groupSpaceQuota"),
                            List.of("spaceUsed", "deptSpaceUsed", "personalSpaceUsed", "groupSpaceUsed"),
                            List.of()),
                    new Catalogue.Entry(
                            KooDriveNormalizer.ALLOCATED,
                            Kind.ALLOCATION,
                            Unit.BYTE,
                            List.of(
                                    ScopeLevel.ORGANIZATION,
                                    ScopeLevel.DEPARTMENT,
                                    ScopeLevel.PERSONAL,
                                    ScopeLevel.GROUP),
                            List.of("spaceCapacity", "deptSpaceQuota", "personalSpaceQuota", "groupSpaceQuota"),
                            List.of(
                                    "spaceQuotaUsed",
                                    "deptSpaceQuotaUsed",
                                    "personalSpaceQuotaUsed",
                                    "groupSpaceQuotaUsed"),
                            List.of()),
                    new Catalogue.Entry(
                            KooDriveNormalizer.RESERVED,
                            Kind.SETTING,
                            Unit.BYTE,
                            List.of(ScopeLevel.ORGANIZATION),
                            List.of("reservedSpaceQuota"),
                            List.of(),
                            List.of()),
                    new Catalogue.Entry(
                            KooDriveNormalizer.USERS,
                            Kind.ALLOCATION,
                            Unit.USER,
                            List.of(ScopeLevel.ORGANIZATION),
                            List.of("userMaxCount"),
                            List.of("userCount"),
                            List.of()),
                    new Catalogue.Entry(
                            KooDriveNormalizer.DEFAULT_SIZE,
                            Kind.SETTING,
                            Unit.BYTE,
                            List.of(ScopeLevel.DEPARTMENT, ScopeLevel.PERSONAL, ScopeLevel.GROUP),
                            List.of("departmentSpaceSize", "personalSpaceSize", "groupSpaceSize"),
                            List.of(),
                            List.of())),
            Optional.empty(),
            List.of(
                    "KooDrive does not state the unit of stored data; it is read as KB of 1024 bytes (setting storedUnit).",
                    "KooDrive does not state what remains; it is computed from limit and used.",
                    "Why an account is suspended is not stated."),
            new ConnectionSchema(
                    List.of(
                            Field.oneOf("storedUnit", "Unit of the stored sizes.", "KiBy", "By", "MiBy", "GiBy"),
                            Field.optional(
                                    "scheme",
                                    "([A-Za-z]+\\+?)?",
                                    "What stands before the access token: Bearer (default), Bearer+, or empty for the"
                                            + " bare token."),
                            Field.optional(
                                    "backDate",
                                    "PT\\d{1,3}S",
                                    "How far the time of a signature is set back, since KooDrive refuses one ahead of"
                                            + " its own clock (default PT5S).")),
                    List.of(
                            new CredentialForm(
                                    "token", List.of("accessToken"), List.of(), "Access token of a user session."),
                            new CredentialForm(
                                    "app",
                                    List.of("appId", "appSecret", "userId"),
                                    List.of(),
                                    "App signature, for unattended use."))));

    private final VendorHttp http;
    private final FetchConfig config;
    private final Clock clock;
    private final RandomGenerator random;

    KooDriveProvider(VendorHttp http, FetchConfig config, Clock clock, RandomGenerator random) {
        this.http = http;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String id() {
        return "koodrive";
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    /** The default of Huawei Cloud's API gateway, for each API; of KooDrive itself nothing is documented. */
    @Override
    public Ration ration() {
        return Ration.perCredential("200/PT1S");
    }

    @Override
    public Uni<Observation> fetch(Connection connection, Deadline deadline) {
        Instant observedAt = clock.instant();
        Uni<VendorJson> usage = ask(
                connection,
                deadline,
                KooDriveApi.QUOTA_USED,
                (api, headers) -> api.quotaUsed(connection.url(), headers));
        Uni<Part> service = ask(
                        connection,
                        deadline.orIn(config.optionalTimeout()),
                        KooDriveApi.SERVICE,
                        (api, headers) -> api.service(connection.url(), headers))
                .map(data -> new Part(
                        KooDriveNormalizer.subscription(data),
                        Optional.empty(),
                        KooDriveApi.SERVICE_ANSWER.compare(data)))
                .onFailure(ProviderException.class)
                .recoverWithItem(KooDriveProvider::withoutSubscription);
        return Uni.combine()
                .all()
                .unis(usage, service)
                .with((data, part) -> new Observation(
                        observedAt,
                        KooDriveNormalizer.quotas(data, part.subscription(), storedUnit(connection)),
                        part.subscription().account(),
                        part.shortfall(),
                        KooDriveApi.USAGE_ANSWER.compare(data).and(part.undocumented())));
    }

    /** What {@code /service} brought, or what stands in for it and why. */
    private record Part(Subscription subscription, Optional<ProviderException> shortfall, Undocumented undocumented) {}

    private static Part withoutSubscription(Throwable failure) {
        return new Part(Subscription.UNKNOWN, Optional.of((ProviderException) failure), Undocumented.NONE);
    }

    private Uni<VendorJson> ask(
            Connection connection,
            Deadline deadline,
            String path,
            BiFunction<KooDriveApi, KooDriveApi.Headers, Uni<RestResponse<byte[]>>> call) {
        return http.call(
                        connection,
                        deadline,
                        path,
                        KooDriveApi.class,
                        api -> call.apply(api, headers(connection, path)))
                .map(KooDriveErrors::data);
    }

    private KooDriveApi.Headers headers(Connection connection, String path) {
        if (connection.has("accessToken")) {
            return new KooDriveApi.Headers(bearer(connection), traceId(), null, null);
        }
        URI url = connection.endpoint().url();
        Duration backDate = connection.setting("backDate").map(Duration::parse).orElse(Duration.ofSeconds(5));
        String date = KooDriveSigner.date(clock.instant().minus(backDate));
        String userId = connection.secret("userId");
        String authorization = KooDriveSigner.authorization(
                connection.secret("appId"),
                connection.secret("appSecret"),
                connection.endpoint().host(),
                url.getRawPath() + path,
                date,
                userId);
        return new KooDriveApi.Headers(authorization, traceId(), date, userId);
    }

    /** KooDrive's own session answer already says {@code Bearer }; it must not stand there twice. */
    private static String bearer(Connection connection) {
        String token = connection.secret("accessToken");
        String scheme = connection.setting("scheme").orElse("Bearer");
        boolean complete = token.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
        if (scheme.isEmpty() || complete) {
            return token;
        }
        return scheme.endsWith("+") ? scheme + token : scheme + " " + token;
    }

    private String traceId() {
        byte[] id = new byte[TRACE_ID_LENGTH / 2];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static VendorUnit storedUnit(Connection connection) {
        return connection.setting("storedUnit").map(VendorUnit::of).orElse(VendorUnit.KIBIBYTE);
    }
}
