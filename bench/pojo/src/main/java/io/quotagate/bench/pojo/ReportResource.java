package io.quotagate.bench.pojo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers every caller with one report, which it fetches once from the gateway and writes anew for each of them. */
@Startup
@Singleton
@Path("/v1/tenants/t0/quotas")
public class ReportResource {

    private final Report report;

    ReportResource(@ConfigProperty(name = "report.url") URI url, ObjectMapper json)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).header("X-API-Key", "k0").build();
        byte[] body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body();
        this.report = json.readValue(body, Report.class);
    }

    /** On the event loop: without the annotation it would pay for a worker thread too. */
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_JSON)
    public Report report() {
        return report;
    }
}
