package io.quotagate.vendor.koodrive;

import io.quarkus.rest.client.reactive.Url;
import io.quotagate.provider.Documented;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * KooDrive's service API, as called.
 *
 * @see <a href="https://support.huaweicloud.com/intl/en-us/api-koodrive/GetQuotaUsed.html">GetQuotaUsed</a>
 * @see <a href="https://support.huaweicloud.com/intl/en-us/api-koodrive/GetService.html">GetService</a>
 */
@Path(KooDriveApi.SERVICE)
@Produces("application/json")
interface KooDriveApi {

    String SERVICE = "/koodrive/ose/v1/service";
    String QUOTA_USED = SERVICE + "/quotaUsed";

    /** Around the data of both answers. */
    Documented ENVELOPE = Documented.object().numbersOrTexts("code").texts("msg");

    Documented USAGE_ANSWER = ENVELOPE.member(
            "data",
            Documented.object()
                    .numbers(
                            "spaceCapacity",
                            "spaceUsed",
                            "spaceQuotaUsed",
                            "reservedSpaceQuota",
                            "userCount",
                            "userMaxCount")
                    .numbers("deptSpaceQuota", "deptSpaceUsed", "deptSpaceQuotaUsed")
                    .numbers("personalSpaceQuota", "personalSpaceUsed", "personalSpaceQuotaUsed")
                    .numbers("groupSpaceQuota", "groupSpaceUsed", "groupSpaceQuotaUsed")
                    .numbers("packageDownloadExpires")
                    .texts("productType"));

    /** The types differ between the versions of the page. */
    Documented SERVICE_ANSWER = ENVELOPE.member(
            "data",
            Documented.object()
                    .numbersOrTexts("status", "spaceCapacity", "userCount")
                    .numbersOrTexts("groupSpaceSize", "personalSpaceSize", "departmentSpaceSize")
                    .texts("organizationId", "organizationName", "tenantId", "rootDeptCode", "productType")
                    .flagsOrTexts(
                            "aiAvailable",
                            "wpsAvailable",
                            "manualAuditOpen",
                            "publicShareFlag",
                            "aiFlag",
                            "telcomFlag"));

    @GET
    @Path("/quotaUsed")
    Uni<RestResponse<byte[]>> quotaUsed(@Url String base, @BeanParam Headers headers);

    @GET
    Uni<RestResponse<byte[]>> service(@Url String base, @BeanParam Headers headers);

    /** Token mode sends the first two; app mode signs and sends them all. */
    final class Headers {

        @HeaderParam("Authorization")
        final String authorization;

        @HeaderParam("X-Traceid")
        final String traceId;

        @HeaderParam("X-Date")
        final @Nullable String date;

        @HeaderParam("X-User-Id")
        final @Nullable String userId;

        Headers(String authorization, String traceId, @Nullable String date, @Nullable String userId) {
            this.authorization = authorization;
            this.traceId = traceId;
            this.date = date;
            this.userId = userId;
        }
    }
}
