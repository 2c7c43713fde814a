package io.quotagate.deploy;

import java.util.List;
import java.util.function.Function;

/** What Kubernetes' server, or an operator, would hold against objects that their types let pass. */
final class Rules {

    private static final List<Function<Manifests, List<String>>> ALL = List.of(
            NameRules::complaints,
            PodRules::complaints,
            SecurityRules::complaints,
            ReachRules::complaints,
            PolicyRules::complaints,
            ScaleRules::complaints,
            ConfigurationRules::complaints);

    private Rules() {}

    static List<String> complaints(Manifests manifests) {
        return ALL.stream().flatMap(rule -> rule.apply(manifests).stream()).toList();
    }
}
