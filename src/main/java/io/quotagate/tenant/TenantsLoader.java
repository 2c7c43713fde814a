package io.quotagate.tenant;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Egress;
import io.quotagate.provider.LogFields;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the tenants file in force at start and whenever it changes. A bad file at start keeps the gateway from starting;
 * later it is refused and the version in force stays.
 */
@ApplicationScoped
public class TenantsLoader {

    private static final Logger LOG = Logger.getLogger(TenantsLoader.class);
    private static final String SOURCE = "file";
    /** Well within the ten seconds that are promised, and cheap: it looks at names and times only. */
    private static final long LOOK_EVERY_MILLIS = 2_000;

    private final Optional<String> path;
    private final boolean sandbox;
    private final TenantsFile file;
    private final Tenants tenants;
    private final Egress egress;
    private final Audit audit;
    private final Vertx vertx;
    private volatile String inForce = "";
    private volatile String refused = "";
    private volatile List<Tenant> known = List.of();
    private volatile boolean loaded;

    TenantsLoader(
            @ConfigProperty(name = "quotagate.tenants") Optional<String> path,
            @ConfigProperty(name = "quotagate.sandbox.enabled") Optional<Boolean> sandbox,
            TenantsFile file,
            Tenants tenants,
            Egress egress,
            Audit audit,
            Vertx vertx,
            MeterRegistry registry) {
        this.path = path;
        this.sandbox = sandbox.orElse(path.isEmpty());
        this.file = file;
        this.tenants = tenants;
        this.egress = egress;
        this.audit = audit;
        this.vertx = vertx;
        Gauge.builder("quotagate.tenants.refused", () -> refused.isEmpty() ? 0 : 1)
                .description("1 while the tenants file as it is now is refused, and an older version is in force")
                .register(registry);
    }

    /** True once the tenants that are configured are in force. */
    public boolean isLoaded() {
        return loaded;
    }

    void start(@Observes StartupEvent event) {
        if (path.isEmpty()) {
            if (!sandbox) {
                throw new ConfigurationException(
                        "quotagate.tenants is not set and quotagate.sandbox.enabled is false: there is no tenant to serve");
            }
            loaded = true;
            return;
        }
        Path source = Path.of(path.get());
        try {
            load(source, fingerprint(source));
        } catch (InvalidTenants invalid) {
            throw new ConfigurationException("quotagate.tenants: " + invalid.getMessage());
        }
        vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> look(source));
    }

    private void look(Path source) {
        Callable<Boolean> reload = () -> reloadIfChanged(source);
        vertx.executeBlocking(reload)
                .onFailure(bug -> LOG.errorf(
                        "the tenants file could not be looked at: %s",
                        bug.getClass().getName()));
    }

    /** Blocking. True where a new version is in force. */
    boolean reloadIfChanged(Path source) {
        String now = fingerprint(source);
        if (now.equals(inForce)) {
            // Also where the version in force has come back as it was.
            refused = "";
            return false;
        }
        try {
            load(source, now);
            return true;
        } catch (InvalidTenants invalid) {
            refuse(String.valueOf(invalid.getMessage()));
            return false;
        }
    }

    /** Said once; tried again at every look, since a file that it refers to may only be late. */
    private void refuse(String why) {
        if (!why.equals(refused)) {
            LOG.errorf("the changed tenants file is refused, the old version stays: %s", why);
            audit.tell(AuditEntry.refusedTenants());
        }
        refused = why;
    }

    private void load(Path source, String fingerprint) throws InvalidTenants {
        List<Tenant> read = file.read(source);
        tenants.publish(SOURCE, read);
        inForce = fingerprint;
        refused = "";
        loaded = true;
        TenantsChange change = TenantsChange.between(known, read);
        known = read;
        LOG.infof("%d tenants with %d connections are in force", change.tenants(), change.connections());
        audit.tell(AuditEntry.inForce(change));
        read.stream().flatMap(tenant -> tenant.connections().stream()).forEach(this::warnIfNotAllowed);
    }

    private void warnIfNotAllowed(Connection connection) {
        if (!egress.mayAdmit(connection.endpoint())) {
            LogFields.about(
                    connection.key(),
                    () -> LOG.warnf(
                            "tenant '%s', connection '%s': the egress rule does not allow its base URL, it will not be"
                                    + " called",
                            connection.key().tenant(), connection.id()));
        }
    }

    /** Names, targets, sizes and times: changes with an edit, a new file, and Kubernetes' swap of a symbolic link. */
    private static String fingerprint(Path source) {
        StringBuilder text = new StringBuilder();
        try {
            for (Path file : TenantsFile.files(source)) {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                text.append(file.toRealPath()).append(now.lastModifiedTime()).append(now.size());
                text.append(now.fileKey()).append('\n');
            }
        } catch (InvalidTenants | IOException unreadable) {
            text.append("unreadable");
        }
        return text.toString();
    }
}
