package io.quotagate.vendor.zstack;

import io.quarkus.rest.client.reactive.Url;
import io.quotagate.provider.Documented;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * ZStack's REST API, as called. All of it is synchronous: only other calls answer 202 with a job to poll.
 *
 * @see <a href="https://github.com/zstackio/zstack/blob/master/rest/src/main/resources/doc/RestIntroduction_zh_cn.md">
 *     REST introduction</a>
 */
@Path(ZStackApi.ROOT)
@Produces("application/json")
@Consumes("application/json")
interface ZStackApi {

    String ROOT = "/zstack/v1";
    String ORGANIZATION = "/iam2/organizations/quota/";
    String USAGES = "/usages";
    String ACCOUNT_LOGIN = "/accounts/login";
    String IAM2_LOGIN = "/iam2/virtual-ids/login";
    String SESSIONS = "/accounts/sessions/";

    Documented USAGES_ANSWER = Documented.object()
            .flagsOrTexts("success")
            .member("error", Documented.object())
            .member(
                    "usages",
                    Documented.listOf(Documented.object().texts("name").numbers("total", "used")));

    @GET
    @Path(ORGANIZATION + "{uuid}" + USAGES)
    Uni<RestResponse<byte[]>> usages(@Url String base, @PathParam("uuid") String uuid, @BeanParam Headers headers);

    @PUT
    @Path(ACCOUNT_LOGIN)
    Uni<RestResponse<byte[]>> logInByAccount(@Url String base, String body);

    @PUT
    @Path(IAM2_LOGIN)
    Uni<RestResponse<byte[]>> logInByVirtualId(@Url String base, String body);

    @DELETE
    @Path(SESSIONS + "{uuid}")
    Uni<RestResponse<byte[]>> logOut(@Url String base, @PathParam("uuid") String session, @BeanParam Headers headers);

    /** A session sends the first alone; an access key signs the second and sends both. */
    final class Headers {

        @HeaderParam("Authorization")
        final String authorization;

        @HeaderParam("Date")
        final @Nullable String date;

        private Headers(String authorization, @Nullable String date) {
            this.authorization = authorization;
            this.date = date;
        }

        static Headers ofSession(String uuid) {
            return new Headers("OAuth " + uuid, null);
        }

        /** @param date exactly as it was signed */
        static Headers ofAccessKey(String authorization, String date) {
            return new Headers(authorization, date);
        }
    }
}
