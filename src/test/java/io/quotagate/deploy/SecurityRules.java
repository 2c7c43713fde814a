package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * The pod security standard "restricted", and a root file system that nobody writes.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod security standards</a>
 */
final class SecurityRules {

    private SecurityRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        var pod = manifests.pod();
        var context = pod.getSecurityContext();
        if (!Boolean.TRUE.equals(context.getRunAsNonRoot())
                || !Long.valueOf(10001).equals(context.getRunAsUser())
                || !Long.valueOf(10001).equals(context.getRunAsGroup())) {
            complaints.add("the pod does not run as user and group 10001");
        }
        if (context.getSeccompProfile() == null
                || !"RuntimeDefault".equals(context.getSeccompProfile().getType())) {
            complaints.add("the pod has not the runtime's seccomp profile");
        }
        if (Boolean.TRUE.equals(pod.getHostNetwork())
                || Boolean.TRUE.equals(pod.getHostPID())
                || Boolean.TRUE.equals(pod.getHostIPC())) {
            complaints.add("the pod shares namespaces of its host");
        }
        if (pod.getVolumes().stream().anyMatch(volume -> volume.getHostPath() != null)) {
            complaints.add("the pod mounts files of its host");
        }
        pod.getContainers().forEach(container -> complaints.addAll(ofContainer(container)));
        return complaints;
    }

    private static List<String> ofContainer(Container container) {
        List<String> complaints = new ArrayList<>();
        var context = container.getSecurityContext();
        if (!Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())) {
            complaints.add("the container may gain privileges");
        }
        if (!Boolean.TRUE.equals(context.getReadOnlyRootFilesystem())) {
            complaints.add("the container's root file system can be written");
        }
        var capabilities = context.getCapabilities();
        if (capabilities == null
                || !capabilities.getDrop().equals(List.of("ALL"))
                || !capabilities.getAdd().isEmpty()) {
            complaints.add("the container has not dropped all capabilities");
        }
        if (Boolean.TRUE.equals(context.getPrivileged())) {
            complaints.add("the container is privileged");
        }
        return complaints;
    }
}
