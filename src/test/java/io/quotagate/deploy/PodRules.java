package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a gateway's pod is made of: container, image, resources, volumes, and whom it runs as. */
final class PodRules {

    /** Made by who deploys, as the documentation says. */
    private static final String TENANTS = "quotagate-tenants";

    private PodRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        var pod = manifests.pod();
        pod.getContainers().forEach(container -> complaints.addAll(ofContainer(container)));
        complaints.addAll(ofVolumes(manifests));
        var selector = manifests.deployment().getSpec().getSelector().getMatchLabels();
        if (!manifests.selectsGateway(selector)) {
            complaints.add("the Deployment does not select its own pods");
        }
        if (!Boolean.FALSE.equals(pod.getEnableServiceLinks())) {
            complaints.add("Services become variables, which would read as configuration");
        }
        if (!Boolean.FALSE.equals(pod.getAutomountServiceAccountToken())) {
            complaints.add("the pod gets a token that nobody needs");
        }
        manifests.all(ServiceAccount.class).stream()
                .filter(account -> !Boolean.FALSE.equals(account.getAutomountServiceAccountToken()))
                .forEach(account -> complaints.add(Manifests.name(account) + " hands out tokens"));
        if (manifests.find(ServiceAccount.class, pod.getServiceAccountName()).isEmpty()) {
            complaints.add("the pod's service account is not there: " + pod.getServiceAccountName());
        }
        return complaints;
    }

    private static List<String> ofContainer(Container container) {
        List<String> complaints = new ArrayList<>();
        String image = container.getImage();
        if (!image.matches("[a-z0-9.:/-]+?(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})")
                || image.endsWith(":latest")) {
            complaints.add("the image says no version: " + image);
        }
        container.getPorts().stream()
                .filter(port -> !port.getName().matches("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?"))
                .forEach(port -> complaints.add("a port has a name that Kubernetes refuses: " + port.getName()));
        Map<String, Quantity> requests = container.getResources().getRequests();
        Map<String, Quantity> limits = container.getResources().getLimits();
        if (!requests.keySet().containsAll(Set.of("cpu", "memory")) || !limits.containsKey("memory")) {
            complaints.add("the container lacks requests of CPU and memory, or a limit of memory");
        }
        limits.forEach((resource, limit) -> {
            Quantity request = requests.get(resource);
            if (request != null && request.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0) {
                complaints.add("more " + resource + " is requested than the limit allows");
            }
        });
        return complaints;
    }

    private static List<String> ofVolumes(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        Set<String> mounted = new HashSet<>();
        Set<String> paths = new HashSet<>();
        List<Volume> volumes = manifests.pod().getVolumes();
        for (Container container : manifests.pod().getContainers()) {
            for (VolumeMount mount : container.getVolumeMounts()) {
                mounted.add(mount.getName());
                if (!paths.add(mount.getMountPath())) {
                    complaints.add("two volumes are mounted at " + mount.getMountPath());
                }
                if (volumes.stream().noneMatch(volume -> volume.getName().equals(mount.getName()))) {
                    complaints.add("the volume of a mount is not there: " + mount.getName());
                }
                if (mount.getSubPath() != null) {
                    complaints.add("a mount of one file never changes: " + mount.getMountPath());
                }
            }
            container.getEnvFrom().stream()
                    .filter(from -> from.getConfigMapRef() != null)
                    .map(from -> from.getConfigMapRef().getName())
                    .filter(name -> manifests.find(ConfigMap.class, name).isEmpty())
                    .forEach(name -> complaints.add("the ConfigMap of variables is not there: " + name));
            container.getEnv().stream()
                    .filter(PodRules::isSecret)
                    .map(variable -> variable.getValueFrom().getSecretKeyRef())
                    .filter(reference -> lacks(manifests, reference.getName(), reference.getOptional()))
                    .forEach(reference -> complaints.add("the Secret is not there: " + reference.getName()));
        }
        if (!paths.contains("/tmp")) {
            complaints.add("nothing can be written at /tmp");
        }
        for (Volume volume : volumes) {
            if (!mounted.contains(volume.getName())) {
                complaints.add("a volume is mounted nowhere: " + volume.getName());
            }
            if (volume.getSecret() != null
                    && lacks(
                            manifests,
                            volume.getSecret().getSecretName(),
                            volume.getSecret().getOptional())) {
                complaints.add("the Secret is not there: " + volume.getSecret().getSecretName());
            }
        }
        return complaints;
    }

    private static boolean isSecret(EnvVar variable) {
        return variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null;
    }

    private static boolean lacks(Manifests manifests, String secret, @Nullable Boolean optional) {
        return !Boolean.TRUE.equals(optional)
                && !secret.equals(TENANTS)
                && manifests
                        .find(Secret.class, secret)
                        .map(HasMetadata::getMetadata)
                        .isEmpty();
    }
}
