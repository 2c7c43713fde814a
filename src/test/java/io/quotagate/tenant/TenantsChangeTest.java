package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.quota.Thresholds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantsChangeTest {

    private static Tenant tenant(String id, String... keys) {
        List<ApiKey> all = Arrays.stream(keys)
                .map(key -> new ApiKey(
                        key.substring(0, 2),
                        ApiKey.digest(key),
                        Set.of(Permission.READ),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return new Tenant(id, Optional.empty(), all, Thresholds.DEFAULT, List.of());
    }

    @Test
    void tellsWhatCameWhatWentAndWhatIsNotTheSame() {
        TenantsChange change = TenantsChange.between(
                List.of(tenant("gone", "k1"), tenant("kept", "k1"), tenant("edited", "k1")),
                List.of(tenant("kept", "k1"), tenant("edited", "k1", "k2"), tenant("new", "k3")));

        assertThat(change.tenants()).isEqualTo(3);
        assertThat(change.added()).containsExactly("new");
        assertThat(change.removed()).containsExactly("gone");
        assertThat(change.changed()).containsExactly("edited");
        assertThat(change.keysAdded()).containsExactly("edited/k2", "new/k3");
        assertThat(change.keysRemoved()).containsExactly("gone/k1");
    }

    @Test
    void keyThatIsReplacedUnderItsNameIsRevoked() {
        TenantsChange change =
                TenantsChange.between(List.of(tenant("acme", "k1-old")), List.of(tenant("acme", "k1-new")));

        assertThat(change.keysAdded()).containsExactly("acme/k1");
        assertThat(change.keysRemoved()).containsExactly("acme/k1");
        assertThat(change.toString()).doesNotContain(ApiKey.digest("k1-old"), ApiKey.digest("k1-new"));
    }

    @Test
    void manyAreNotAllNamed() {
        List<Tenant> many = IntStream.range(0, 5_000)
                .mapToObj(number -> tenant("t" + number, "k1"))
                .toList();

        TenantsChange change = TenantsChange.between(List.of(), many);

        assertThat(change.tenants()).isEqualTo(5_000);
        assertThat(change.added()).hasSize(100);
        assertThat(change.keysAdded()).hasSize(100);
    }
}
