package io.quotagate.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a new version of the tenants changed, by ids; the first hundred of each kind. A key that has gone is revoked.
 *
 * @param tenants how many there are now
 * @param connections how many they have
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TenantsChange(
        int tenants,
        long connections,
        List<String> added,
        List<String> removed,
        List<String> changed,
        List<String> keysAdded,
        List<String> keysRemoved) {

    private static final int MOST = 100;

    static TenantsChange between(List<Tenant> before, List<Tenant> now) {
        Map<String, Tenant> old = byId(before);
        Map<String, Tenant> young = byId(now);
        Stream<String> changed = old.keySet().stream()
                .filter(young::containsKey)
                .filter(id -> !Objects.equals(old.get(id), young.get(id)));
        Set<String> oldKeys = keys(before);
        Set<String> youngKeys = keys(now);
        return new TenantsChange(
                now.size(),
                now.stream().mapToLong(tenant -> tenant.connections().size()).sum(),
                without(young.keySet(), old.keySet()),
                without(old.keySet(), young.keySet()),
                changed.sorted().limit(MOST).toList(),
                named(without(youngKeys, oldKeys)),
                named(without(oldKeys, youngKeys)));
    }

    private static Map<String, Tenant> byId(List<Tenant> tenants) {
        return tenants.stream()
                .collect(Collectors.toMap(Tenant::id, tenant -> tenant, (one, same) -> one, HashMap::new));
    }

    /** With their digests: one that is replaced under the same id is another key. */
    private static Set<String> keys(List<Tenant> tenants) {
        return tenants.stream()
                .flatMap(
                        tenant -> tenant.keys().stream().map(key -> tenant.id() + "/" + key.id() + "\n" + key.sha256()))
                .collect(Collectors.toSet());
    }

    private static List<String> named(List<String> keys) {
        return keys.stream().map(key -> key.split("\n", 2)[0]).toList();
    }

    private static List<String> without(Collection<String> all, Set<String> others) {
        return all.stream().filter(id -> !others.contains(id)).collect(Collectors.toCollection(TreeSet::new)).stream()
                .limit(MOST)
                .toList();
    }
}
