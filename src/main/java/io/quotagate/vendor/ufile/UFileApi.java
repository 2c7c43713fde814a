package io.quotagate.vendor.ufile;

import io.quarkus.rest.client.reactive.Url;
import io.quotagate.provider.Documented;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * UCloud's API, as called: one path, everything in the query.
 *
 * @see <a href="https://docs.ucloud.cn/api/ufile-api/get_ufile_quota_info">GetUFileQuotaInfo</a>
 */
@Path("/")
@Produces("application/json")
interface UFileApi {

    String ACTION = "GetUFileQuotaInfo";

    /** Sibling actions say {@code Retcode}, and some services write it as text. */
    Documented ANSWER = Documented.object()
            .texts("Action", "Message")
            .numbersOrTexts("RetCode", "Retcode")
            .numbers("TotalCount")
            .member(
                    "DataSet",
                    Documented.listOf(Documented.object()
                            .texts("Region")
                            .numbers("Owe")
                            .member("Storage", Documented.object().numbers("Left"))
                            .member("DownloadFlow", Documented.object().numbers("Left"))
                            .member("RequestCnt", Documented.object().numbers("Left"))));

    /**
     * Asks.
     *
     * @param url base and signed query, as {@link UFileSigner#query} encodes it: the client's own encoding of parameters
     *     writes a space as {@code +}
     */
    @GET
    Uni<RestResponse<byte[]>> quotaInfo(@Url String url);
}
