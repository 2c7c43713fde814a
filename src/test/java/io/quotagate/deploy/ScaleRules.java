package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How many gateways there are, where they run, and how they are replaced. */
final class ScaleRules {

    private ScaleRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        List<HorizontalPodAutoscaler> scalers = manifests.all(HorizontalPodAutoscaler.class);
        scalers.forEach(scaler -> ofScaler(scaler, manifests, complaints));
        boolean counted = manifests.deployment().getSpec().getReplicas() != null;
        if (counted != scalers.isEmpty()) {
            complaints.add("replicas are told by the Deployment and a HorizontalPodAutoscaler, or by neither");
        }
        manifests.all(PodDisruptionBudget.class).forEach(budget -> ofBudget(budget, manifests, complaints));
        for (TopologySpreadConstraint spread : manifests.pod().getTopologySpreadConstraints()) {
            if (!manifests.selectsGateway(spread.getLabelSelector().getMatchLabels())) {
                complaints.add("gateways are not spread over " + spread.getTopologyKey());
            }
        }
        ofUpdate(manifests, complaints);
        return complaints;
    }

    private static void ofScaler(HorizontalPodAutoscaler scaler, Manifests manifests, List<String> complaints) {
        var target = scaler.getSpec().getScaleTargetRef();
        var deployment = manifests.deployment();
        if (!target.getKind().equals(deployment.getKind())
                || !target.getApiVersion().equals(deployment.getApiVersion())
                || !target.getName().equals(deployment.getMetadata().getName())) {
            complaints.add("what is to be scaled is not there: " + target.getName());
        }
        if (scaler.getSpec().getMinReplicas() > scaler.getSpec().getMaxReplicas()) {
            complaints.add("there are to be more replicas at least than at most");
        }
        scaler.getSpec().getMetrics().stream()
                .map(metric -> metric.getResource().getName())
                .filter(resource -> manifests.pod().getContainers().stream()
                        .anyMatch(container ->
                                !container.getResources().getRequests().containsKey(resource)))
                .forEach(resource -> complaints.add("replicas depend on requested " + resource + ", and none is"));
    }

    private static int least(Manifests manifests) {
        return manifests.all(HorizontalPodAutoscaler.class).stream()
                .mapToInt(scaler -> scaler.getSpec().getMinReplicas())
                .findFirst()
                .orElseGet(() -> manifests.deployment().getSpec().getReplicas());
    }

    private static void ofBudget(PodDisruptionBudget budget, Manifests manifests, List<String> complaints) {
        if (!manifests.selectsGateway(budget.getSpec().getSelector().getMatchLabels())) {
            complaints.add("the PodDisruptionBudget is not about the gateway");
        }
        IntOrString needed = budget.getSpec().getMinAvailable();
        IntOrString spared = budget.getSpec().getMaxUnavailable();
        if ((needed == null) == (spared == null)) {
            complaints.add("the PodDisruptionBudget must say either of minAvailable and maxUnavailable");
        }
        if ((needed != null && needed.getIntVal() >= least(manifests))
                || (spared != null && Integer.valueOf(0).equals(spared.getIntVal()))) {
            complaints.add("the PodDisruptionBudget lets no node be drained");
        }
    }

    private static void ofUpdate(Manifests manifests, List<String> complaints) {
        var update = manifests.deployment().getSpec().getStrategy().getRollingUpdate();
        if (!Integer.valueOf(0).equals(update.getMaxUnavailable().getIntVal())
                || Integer.valueOf(0).equals(update.getMaxSurge().getIntVal())) {
            complaints.add("an update takes gateways away before others are ready");
        }
        var container = manifests.pod().getContainers().get(0);
        var configuration = ConfigurationRules.configuration(manifests);
        Duration delay = Duration.parse(configuration.getOrDefault("QUOTAGATE_DRAIN_DELAY", "PT0S"));
        Duration drain = Duration.parse(configuration.getOrDefault("QUOTAGATE_DRAIN_TIMEOUT", "PT10S"));
        Duration grace = Duration.ofSeconds(manifests.pod().getTerminationGracePeriodSeconds());
        if (grace.compareTo(delay.plus(drain).plus(drain)) < 0) {
            complaints.add("the gateway is killed before it has finished");
        }
        var ready = container.getReadinessProbe();
        if (ready != null && delay.toSeconds() <= (long) ready.getPeriodSeconds() * ready.getFailureThreshold()) {
            complaints.add("the gateway stops answering before Kubernetes knows that it is not ready");
        }
    }
}
