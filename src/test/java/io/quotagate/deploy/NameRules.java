package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names and labels.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/">Names</a>
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels</a>
 */
final class NameRules {

    static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    /** Of a Service, RFC 1035: begins with a letter. */
    private static final Pattern SERVICE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern QUALIFIED = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern DATA = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Set<String> WANTED =
            Set.of("app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/part-of");

    private NameRules() {}

    static List<String> complaints(Manifests manifests) {
        List<String> complaints = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (HasMetadata object : manifests.objects()) {
            String name = Manifests.name(object);
            if (!seen.add(name)) {
                complaints.add(name + " is there twice");
            }
            String own = object.getMetadata().getName();
            Pattern form = object instanceof Service ? SERVICE : SUBDOMAIN;
            if (own.length() > 253 || !form.matcher(own).matches()) {
                complaints.add(name + " has a name that Kubernetes refuses");
            }
            if (object.getMetadata().getNamespace() != null) {
                complaints.add(name + " names a namespace, which is for who deploys to say");
            }
            Map<String, String> labels = object.getMetadata().getLabels();
            if (!labels.keySet().containsAll(WANTED)) {
                complaints.add(name + " lacks one of the labels " + WANTED);
            }
            complaints.addAll(ofLabels(name, labels));
            keys(object).stream()
                    .filter(key -> !DATA.matcher(key).matches())
                    .forEach(key -> complaints.add(name + " has a key that Kubernetes refuses: " + key));
        }
        complaints.addAll(ofLabels("the pod", manifests.template().getMetadata().getLabels()));
        return complaints;
    }

    private static Set<String> keys(HasMetadata object) {
        if (object instanceof ConfigMap configMap) {
            return configMap.getData().keySet();
        }
        return object instanceof Secret secret ? secret.getData().keySet() : Set.of();
    }

    private static List<String> ofLabels(String name, Map<String, String> labels) {
        List<String> complaints = new ArrayList<>();
        labels.forEach((key, value) -> {
            if (!isQualified(key)) {
                complaints.add(name + " has a label with a key that Kubernetes refuses: " + key);
            }
            if (!value.isEmpty() && !QUALIFIED.matcher(value).matches()) {
                complaints.add(name + " has a label with a value that Kubernetes refuses: " + key + "=" + value);
            }
        });
        return complaints;
    }

    static boolean isQualified(String key) {
        int slash = key.indexOf('/');
        String prefix = key.substring(0, Math.max(slash, 0));
        return (slash < 0
                        || (prefix.length() <= 253 && SUBDOMAIN.matcher(prefix).matches()))
                && QUALIFIED.matcher(key.substring(slash + 1)).matches();
    }
}
