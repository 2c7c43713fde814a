package io.quotagate.portal;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that people open, before it is known who they are; public. */
@Path("/")
@NonBlocking
class PortalResource {

    /** All of it is the gateway's own, and nothing of it stands in the page itself. Forms are read by the script alone. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Template page;
    private final Shell shell;

    PortalResource(@Location("portal") Template page, Shell shell) {
        this.page = page;
        this.shell = shell;
    }

    @GET
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    @Operation(hidden = true)
    public String page(@Context HttpServerResponse answer) {
        return shell.page(page, POLICY, answer);
    }
}
