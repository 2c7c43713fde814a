package io.quotagate.portal;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quotagate.tenant.Tenants;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages that everybody may open: the same for all, with nothing of any tenant in them. */
@Path("/")
@NonBlocking
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
class PageResource {

    /** All is the gateway's own, and nothing stands in a page itself. Forms are read by the script alone. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'%s;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Swagger UI's style sheet has its icons in it, as data. */
    private static final String ICONS = " data:";

    /** The sandbox's key, which everybody knows. */
    private static final byte[] SANDBOX_KEY = "sandbox".getBytes(StandardCharsets.US_ASCII);

    private static final String SANDBOX_TENANT = "sandbox";

    private final Template portal;
    private final Template docs;
    private final PageFiles files;
    private final Tenants tenants;

    PageResource(
            @Location("portal") Template portal, @Location("docs") Template docs, PageFiles files, Tenants tenants) {
        this.portal = portal;
        this.docs = docs;
        this.files = files;
        this.tenants = tenants;
    }

    /** What people open, before it is known who they are. */
    @GET
    @Operation(hidden = true)
    public String portal(@Context HttpServerResponse answer) {
        return page(portal, POLICY.formatted(""), answer);
    }

    /** To read and try the API on. */
    @GET
    @Path("docs")
    @Operation(hidden = true)
    public String docs(@Context HttpServerResponse answer) {
        return page(docs, POLICY.formatted(ICONS), answer);
    }

    private String page(Template page, String policy, HttpServerResponse answer) {
        answer.headers().set("Cache-Control", "no-cache").set("Content-Security-Policy", policy);
        return page.data("version", files.version())
                .data("sandbox", isSandboxOpen())
                .render();
    }

    /** True while the sandbox's key opens it. */
    private boolean isSandboxOpen() {
        return tenants.caller(SANDBOX_KEY)
                .filter(caller -> caller.sees(SANDBOX_TENANT))
                .isPresent();
    }
}
