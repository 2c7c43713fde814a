package io.quotagate.sandbox;

import io.quarkus.arc.All;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Serves the simulated vendors under {@code /sandbox/{provider}} and their dials under {@code
 * /sandbox/{provider}/faults}. Plain routes, since they are no part of the gateway's own API.
 */
@ApplicationScoped
class SandboxRoutes {

    static final String ROOT = "/sandbox/";

    private static final Logger LOG = Logger.getLogger(SandboxRoutes.class);
    private static final int LARGEST_BODY_BYTES = 65_536;

    private final SandboxSwitch sandbox;
    private final Clock clock;
    private final RandomGenerator random;
    private final Vertx vertx;
    private final Map<String, SimulatedVendor> vendors;
    private final Faults faults = new Faults();
    private final DialHandler dials = new DialHandler(faults);
    private final Wire wire;

    SandboxRoutes(
            SandboxSwitch sandbox,
            Clock clock,
            RandomGenerator random,
            Vertx vertx,
            @All List<SimulatedVendor> vendors) {
        this.sandbox = sandbox;
        this.clock = clock;
        this.random = random;
        this.vertx = vertx;
        this.vendors = vendors.stream().collect(Collectors.toMap(SimulatedVendor::provider, Function.identity()));
        this.wire = new Wire(vertx);
    }

    void register(@Observes Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        LOG.warn("The sandbox is on: simulated vendors answer under /sandbox, and the API key 'sandbox' is valid."
                + " Never use it in production; quotagate.tenants or quotagate.sandbox.enabled=false turns it off.");
        router.route(ROOT + "*")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY_BYTES))
                .handler(this::handle);
    }

    private void handle(RoutingContext context) {
        String provider = provider(context.request().path());
        SimulatedVendor vendor = vendors.get(provider);
        if (vendor == null) {
            context.next();
            return;
        }
        if (context.request().path().equals(ROOT + provider + "/faults")) {
            dials.handle(context, vendor);
            return;
        }
        serve(context, vendor);
    }

    private static String provider(String path) {
        String rest = path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private void serve(RoutingContext context, SimulatedVendor vendor) {
        Request request = request(context, vendor);
        Duration latency = faults.dial(vendor.provider()).latency();
        Fault fault = faults.next(vendor.provider(), vendor.call(request));
        Reply reply = Faults.reply(vendor, request, fault);
        if (latency.toMillis() == 0) {
            wire.send(context.request(), reply, fault);
            return;
        }
        vertx.setTimer(latency.toMillis(), timer -> wire.send(context.request(), reply, fault));
    }

    private Request request(RoutingContext context, SimulatedVendor vendor) {
        HttpServerRequest sent = context.request();
        String base = ROOT + vendor.provider();
        String body = context.body().asString("UTF-8");
        Map<String, String> headers = new HashMap<>();
        sent.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return new Request(
                Ids.hex(random, 32),
                sent.method().name(),
                base,
                sent.path().substring(base.length()),
                sent.query() == null ? "" : sent.query(),
                headers,
                body == null ? "" : body,
                clock.instant());
    }
}
