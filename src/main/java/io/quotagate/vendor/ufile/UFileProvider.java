package io.quotagate.vendor.ufile;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.ConnectionSchema.CredentialForm;
import io.quotagate.provider.ConnectionSchema.Field;
import io.quotagate.provider.ConnectionSchema.Presence;
import io.quotagate.provider.ConnectionSchema.Shape;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Undocumented;
import io.quotagate.provider.VendorHttp;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.vendor.ufile.UFileNormalizer.Ask;
import io.quotagate.vendor.ufile.UFileNormalizer.Balances;
import io.quotagate.vendor.ufile.UFileNormalizer.QuotaType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The prepaid balances of one UCloud project: one call for each region, all at once, all or nothing. */
@ApplicationScoped
class UFileProvider implements QuotaProvider {

    private static final String CALL = "GET /?Action=" + UFileApi.ACTION;

    private static final List<String> TYPES =
            Arrays.stream(QuotaType.values()).map(QuotaType::code).toList();

    private static final Catalogue CATALOGUE = new Catalogue(
            "UCloud US3 (UFile)",
            "https://docs.ucloud.cn/api/ufile-api/get_ufile_quota_info",
            List.of(
                    balance(UFileNormalizer.STORAGE_TIME, Unit.GIGABYTE_DAY, "Storage.Left"),
                    balance(UFileNormalizer.DOWNLOAD_TRAFFIC, Unit.GIGABYTE, "DownloadFlow.Left"),
                    balance(UFileNormalizer.REQUESTS, Unit.REQUEST, "RequestCnt.Left")),
            Optional.empty(),
            List.of(
                    "UCloud states what remains of a prepaid balance; limit and use are not stated.",
                    "UCloud does not state the units; they are inferred from its purchase and report APIs: GB times"
                            + " days, GB, and ten thousand requests.",
                    "Whether a GB has 10^9 or 2^30 bytes is not stated; storage time and traffic are not converted to"
                            + " bytes.",
                    "Storage time is a balance of GB times days, not a capacity."),
            new ConnectionSchema(
                    List.of(
                            Field.required("regions", UFileNormalizer.REGION, "Regions to ask, e.g. cn-bj2.")
                                    .list(),
                            Field.optional(
                                    "projectId",
                                    "[^\\u0000-\\u001f\\u007f]{1,128}",
                                    "Project; the default project where it is not set. Sub-accounts need it."),
                            new Field(
                                    "quotaTypes",
                                    Shape.LIST,
                                    Presence.OPTIONAL,
                                    "Balances to ask for.",
                                    Pattern.compile(String.join("|", TYPES)),
                                    TYPES,
                                    Optional.of("all three"))),
                    List.of(new CredentialForm(
                            "keys",
                            List.of("publicKey", "privateKey"),
                            List.of("securityToken"),
                            "Key pair of an account or sub-account; with a security token for temporary keys."))));

    private final VendorHttp http;
    private final Clock clock;

    UFileProvider(VendorHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    private static Catalogue.Entry balance(Metric metric, Unit unit, String field) {
        return new Catalogue.Entry(
                metric, Kind.BALANCE, unit, List.of(ScopeLevel.REGION), List.of(), List.of(), List.of(field));
    }

    @Override
    public String id() {
        return "ucloud-ufile";
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    /** Ours, for the regions of a fetch: UCloud throttles with code 153, does not say when, and is believed when it does. */
    @Override
    public Ration ration() {
        return Ration.perCredential("100/PT1S");
    }

    @Override
    public Uni<Observation> fetch(Connection connection, Deadline deadline) {
        List<Uni<Balances>> calls = asks(connection).stream()
                .map(ask -> ask(connection, deadline, ask))
                .toList();
        if (calls.isEmpty()) {
            return Uni.createFrom()
                    .failure(new ProviderException(Reason.INVALID_REQUEST, "the connection names no region"));
        }
        Instant observedAt = clock.instant();
        return http.together(calls).map(regions -> observation(observedAt, regions));
    }

    private static Observation observation(Instant observedAt, List<Balances> regions) {
        return Observation.of(
                        observedAt,
                        regions.stream()
                                .flatMap(region -> region.quotas().stream())
                                .toList(),
                        UFileNormalizer.account(
                                regions.stream().map(Balances::state).toList()))
                .with(regions.stream().map(Balances::undocumented).reduce(Undocumented.NONE, Undocumented::and));
    }

    private static List<Ask> asks(Connection connection) {
        List<String> regions = connection.settings("regions");
        List<String> codes = connection.settings("quotaTypes");
        List<QuotaType> types =
                (codes.isEmpty() ? TYPES : codes).stream().map(QuotaType::of).toList();
        return regions.stream()
                .map(region -> new Ask(region, types, regions.size() == 1 ? CALL : CALL + "&Region=" + region))
                .toList();
    }

    private Uni<Balances> ask(Connection connection, Deadline deadline, Ask ask) {
        return http.call(
                        connection,
                        deadline,
                        UFileApi.ACTION,
                        UFileApi.class,
                        api -> api.quotaInfo(url(connection, ask)))
                .map(UFileErrors::body)
                .map(answer -> UFileNormalizer.balances(answer, ask));
    }

    private static String url(Connection connection, Ask ask) {
        return connection.url() + "/?"
                + UFileSigner.query(parameters(connection, ask), connection.secret("privateKey"));
    }

    private static Map<String, String> parameters(Connection connection, Ask ask) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("Action", UFileApi.ACTION);
        parameters.put("PublicKey", connection.secret("publicKey"));
        parameters.put("Region", ask.region());
        connection.setting("projectId").ifPresent(project -> parameters.put("ProjectId", project));
        if (connection.has("securityToken")) {
            parameters.put("SecurityToken", connection.secret("securityToken"));
        }
        for (int index = 0; index < ask.types().size(); index++) {
            parameters.put("QuotaType." + index, ask.types().get(index).code());
        }
        return parameters;
    }
}
