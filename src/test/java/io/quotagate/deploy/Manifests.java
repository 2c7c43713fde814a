package io.quotagate.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that are deployed together. */
record Manifests(List<HasMetadata> objects) {

    Manifests {
        objects = List.copyOf(objects);
    }

    static Manifests read(String yaml) {
        return new Manifests(StrictKubernetes.read(yaml));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** There is one: the gateway's. */
    Deployment deployment() {
        return all(Deployment.class).get(0);
    }

    PodTemplateSpec template() {
        return deployment().getSpec().getTemplate();
    }

    PodSpec pod() {
        return template().getSpec();
    }

    /** Whether pods with these labels are the gateway's; an empty selector is everybody and a mistake. */
    boolean selectsGateway(Map<String, String> labels) {
        return !labels.isEmpty()
                && template().getMetadata().getLabels().entrySet().containsAll(labels.entrySet());
    }

    static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
