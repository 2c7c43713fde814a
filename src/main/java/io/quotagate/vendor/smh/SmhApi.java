package io.quotagate.vendor.smh;

import io.quarkus.rest.client.reactive.Url;
import io.quotagate.provider.Documented;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * SMH's service-level API, as called.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1283/75415">Generating an Access Token</a>
 * @see <a href="https://www.tencentcloud.com/document/product/1283/75424">Batch Query of Space Capacity</a>
 */
@Path("/api/v1")
@Produces("application/json")
interface SmhApi {

    /** Sizes are written as text; {@code fileSize} is what older revisions call {@code size}. */
    Documented USAGE_ANSWER =
            Documented.listOf(Documented.object().texts("spaceId", "capacity", "availableSpace", "size", "fileSize"));

    @GET
    @Path("/token")
    Uni<RestResponse<byte[]>> token(@Url String base, @BeanParam TokenRequest request);

    /**
     * Asks for the usage of spaces.
     *
     * @param authorization the token as {@code Bearer}, never in the URL; null for a public-read library
     * @param spaceIds joined by commas and percent-encoded, the commas too, as the vendor's own SDKs do
     * @param userId acts for this user; null to act as the token's
     */
    @GET
    @Path("/usage/{libraryId}/{spaceIds}")
    Uni<RestResponse<byte[]>> usage(
            @Url String base,
            @HeaderParam("Authorization") @Nullable String authorization,
            @PathParam("libraryId") String libraryId,
            @Encoded @PathParam("spaceIds") String spaceIds,
            @QueryParam("user_id") @Nullable String userId);

    /** The token's lifetime is left to the vendor: each use renews it anyway. */
    final class TokenRequest {

        @QueryParam("library_id")
        final String libraryId;

        @QueryParam("library_secret")
        final String librarySecret;

        @QueryParam("space_id")
        final @Nullable String spaceIds;

        @QueryParam("user_id")
        final @Nullable String userId;

        @QueryParam("grant")
        final String grant;

        TokenRequest(
                String libraryId,
                String librarySecret,
                @Nullable String spaceIds,
                @Nullable String userId,
                String grant) {
            this.libraryId = libraryId;
            this.librarySecret = librarySecret;
            this.spaceIds = spaceIds;
            this.userId = userId;
            this.grant = grant;
        }
    }
}
