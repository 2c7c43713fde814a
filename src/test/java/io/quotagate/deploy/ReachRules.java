package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who reaches the gateway, and where: probes, Services, Prometheus. */
final class ReachRules {

    private static final Map<String, Integer> PORTS = Map.of("http", 8080, "management", 9000);

    private ReachRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        for (var container : manifests.pod().getContainers()) {
            for (ContainerPort port : container.getPorts()) {
                if (!port.getContainerPort().equals(PORTS.get(port.getName()))) {
                    complaints.add("the gateway does not listen there: " + port.getName());
                }
            }
            ofProbe("started", container.getStartupProbe(), manifests, complaints);
            ofProbe("live", container.getLivenessProbe(), manifests, complaints);
            ofProbe("ready", container.getReadinessProbe(), manifests, complaints);
        }
        manifests.all(Service.class).forEach(service -> ofService(service, manifests, complaints));
        manifests.all(ServiceMonitor.class).forEach(monitor -> ofMonitor(monitor, manifests, complaints));
        return complaints;
    }

    private static boolean hasPort(Manifests manifests, @Nullable String name) {
        return manifests.pod().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .anyMatch(port -> port.getName().equals(name));
    }

    private static void ofProbe(String check, @Nullable Probe probe, Manifests manifests, List<String> complaints) {
        if (probe == null || probe.getHttpGet() == null) {
            complaints.add("nobody asks whether the gateway is " + check);
            return;
        }
        if (!probe.getHttpGet().getPath().equals("/health/" + check)) {
            complaints.add("whether the gateway is " + check + " is asked at "
                    + probe.getHttpGet().getPath());
        }
        String port = probe.getHttpGet().getPort().getStrVal();
        if (!"management".equals(port) || !hasPort(manifests, port)) {
            complaints.add("whether the gateway is " + check + " is not asked at the management port");
        }
        if (probe.getTimeoutSeconds() > probe.getPeriodSeconds()) {
            complaints.add("whether the gateway is " + check + " is asked again before it could answer");
        }
    }

    private static void ofService(Service service, Manifests manifests, List<String> complaints) {
        String name = Manifests.name(service);
        if (!manifests.selectsGateway(service.getSpec().getSelector())) {
            complaints.add(name + " does not lead to the gateway");
        }
        boolean forCallers =
                !"management".equals(service.getMetadata().getLabels().get("app.kubernetes.io/component"));
        if (!forCallers && !"None".equals(service.getSpec().getClusterIP())) {
            complaints.add(name + " has an address of its own");
        }
        for (ServicePort port : service.getSpec().getPorts()) {
            String target = port.getTargetPort().getStrVal();
            if (!hasPort(manifests, target)) {
                complaints.add(name + " leads to a port that the pod does not name: " + port.getTargetPort());
            }
            if (forCallers && !"http".equals(target)) {
                complaints.add(name + " leads callers to " + target);
            }
        }
    }

    private static void ofMonitor(ServiceMonitor monitor, Manifests manifests, List<String> complaints) {
        Map<String, String> wanted = monitor.getSpec().getSelector().getMatchLabels();
        List<Service> found = manifests.all(Service.class).stream()
                .filter(service -> service.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet()))
                .toList();
        if (found.size() != 1) {
            complaints.add("Prometheus finds " + found.size() + " Services instead of one");
        }
        for (var endpoint : monitor.getSpec().getEndpoints()) {
            boolean named = found.stream()
                    .flatMap(service -> service.getSpec().getPorts().stream())
                    .anyMatch(port -> port.getName().equals(endpoint.getPort())
                            && "management".equals(port.getTargetPort().getStrVal()));
            if (!named || !"/metrics".equals(endpoint.getPath())) {
                complaints.add("Prometheus does not ask for /metrics at the management port");
            }
            if (duration(endpoint.getScrapeTimeout()).compareTo(duration(endpoint.getInterval())) > 0) {
                complaints.add("Prometheus waits longer than until it asks again");
            }
        }
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }
}
