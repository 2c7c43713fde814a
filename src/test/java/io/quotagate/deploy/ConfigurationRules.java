package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The gateway's configuration: keys that it knows, each said once, and no secret among them. */
final class ConfigurationRules {

    private ConfigurationRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        variables(manifests).forEach(name -> {
            if (!GatewayKeys.knows(name)) {
                complaints.add("the gateway does not know " + name);
            }
            if (!seen.add(name)) {
                complaints.add(name + " is said twice");
            }
        });
        configuration(manifests).keySet().stream()
                .filter(name -> name.matches(".*(PASSWORD|SECRET|TOKEN|PRIVATE_KEY)"))
                .forEach(name -> complaints.add(name + " belongs into a Secret"));
        return complaints;
    }

    private static Stream<String> variables(Manifests manifests) {
        return Stream.concat(
                configuration(manifests).keySet().stream(),
                manifests.pod().getContainers().stream()
                        .flatMap(container -> container.getEnv().stream())
                        .map(EnvVar::getName));
    }

    static Map<String, String> configuration(Manifests manifests) {
        return manifests.pod().getContainers().stream()
                .flatMap(container -> container.getEnvFrom().stream())
                .filter(from -> from.getConfigMapRef() != null)
                .flatMap(from ->
                        manifests.find(ConfigMap.class, from.getConfigMapRef().getName()).stream())
                .map(ConfigMap::getData)
                .findFirst()
                .orElse(Map.of());
    }
}
