package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom the network lets through. An empty list of peers would be everybody. */
final class PolicyRules {

    private static final Set<String> NEVER_A_VENDOR = Set.of(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",
            "fe80::/10");

    private PolicyRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        manifests.all(NetworkPolicy.class).forEach(policy -> ofPolicy(policy, manifests, complaints));
        return complaints;
    }

    private static void ofPolicy(NetworkPolicy policy, Manifests manifests, List<String> complaints) {
        var spec = policy.getSpec();
        if (!manifests.selectsGateway(spec.getPodSelector().getMatchLabels())) {
            complaints.add("the NetworkPolicy is not about the gateway");
        }
        if (!spec.getPolicyTypes().equals(List.of("Ingress", "Egress"))) {
            complaints.add("the NetworkPolicy does not hold both ways");
        }
        for (var rule : spec.getIngress()) {
            ofPeers(rule.getFrom(), complaints);
            rule.getPorts().stream()
                    .map(port -> port.getPort().getStrVal())
                    .filter(name -> !"http".equals(name) && !"management".equals(name))
                    .forEach(name -> complaints.add("the NetworkPolicy lets in to a port without a name"));
            if (rule.getPorts().size() != 1) {
                complaints.add("the NetworkPolicy lets the same peers in to several ports, or to all");
            }
        }
        spec.getEgress().forEach(rule -> ofPeers(rule.getTo(), complaints));
        if (!leadsTo(spec.getEgress(), 53, "UDP") || !leadsTo(spec.getEgress(), 53, "TCP")) {
            complaints.add("the NetworkPolicy lets nobody ask for names");
        }
        if (!leadsTo(spec.getEgress(), 443, "TCP")) {
            complaints.add("the NetworkPolicy lets nobody ask vendors");
        }
        store(manifests)
                .filter(port -> !leadsTo(spec.getEgress(), port, "TCP"))
                .ifPresent(port -> complaints.add("the NetworkPolicy lets nobody reach the store at " + port));
        if (!excluded(spec.getEgress()).containsAll(NEVER_A_VENDOR)) {
            complaints.add("the NetworkPolicy lets out to private or link-local addresses");
        }
    }

    private static void ofPeers(List<NetworkPolicyPeer> peers, List<String> complaints) {
        if (peers.isEmpty() || peers.stream().anyMatch(PolicyRules::isEverybody)) {
            complaints.add("the NetworkPolicy has a rule that is for everybody");
        }
        peers.stream()
                .map(NetworkPolicyPeer::getIpBlock)
                .filter(block -> block != null && !isLegal(block))
                .forEach(block -> complaints.add("the NetworkPolicy has a range that Kubernetes refuses: " + block));
    }

    private static boolean isEverybody(NetworkPolicyPeer peer) {
        return peer.getIpBlock() == null
                && (peer.getNamespaceSelector() == null
                        || peer.getNamespaceSelector().getMatchLabels().isEmpty())
                && (peer.getPodSelector() == null
                        || peer.getPodSelector().getMatchLabels().isEmpty());
    }

    private static boolean isLegal(IPBlock block) {
        boolean six = block.getCidr().contains(":");
        String form = six ? "[0-9a-f:]+/\\d{1,3}" : "\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}";
        return block.getCidr().matches(form) && block.getExcept().stream().allMatch(range -> range.matches(form));
    }

    private static boolean leadsTo(List<NetworkPolicyEgressRule> rules, int port, String protocol) {
        return rules.stream()
                .flatMap(rule -> rule.getPorts().stream())
                .anyMatch(allowed ->
                        isPort(allowed, port) && allowed.getProtocol().equals(protocol));
    }

    private static boolean isPort(NetworkPolicyPort allowed, int port) {
        return allowed.getPort() != null
                && Integer.valueOf(port).equals(allowed.getPort().getIntVal());
    }

    private static List<String> excluded(List<NetworkPolicyEgressRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getIpBlock() != null)
                .flatMap(peer -> peer.getIpBlock().getExcept().stream())
                .toList();
    }

    private static Optional<Integer> store(Manifests manifests) {
        return manifests.all(ConfigMap.class).stream()
                .flatMap(configMap -> Optional.ofNullable(configMap.getData().get("QUARKUS_REDIS_HOSTS")).stream())
                .map(host -> URI.create(host).getPort())
                .findFirst();
    }
}
