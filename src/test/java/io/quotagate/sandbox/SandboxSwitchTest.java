package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxSwitchTest {

    private static boolean isOn(Optional<Boolean> enabled, Optional<String> tenants) {
        return new SandboxSwitch(() -> enabled, tenants).isOn();
    }

    @Test
    void sandboxIsOnWhileThereIsNoTenantsFileUnlessSaidOtherwise() {
        assertThat(isOn(Optional.empty(), Optional.empty())).isTrue();
        assertThat(isOn(Optional.empty(), Optional.of("/etc/tenants"))).isFalse();
        assertThat(isOn(Optional.of(true), Optional.of("/etc/tenants"))).isTrue();
        assertThat(isOn(Optional.of(false), Optional.empty())).isFalse();
    }
}
