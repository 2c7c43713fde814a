package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class TenantsLoaderTest {

    @Inject
    TenantsLoader loader;

    @Inject
    Tenants tenants;

    @TempDir
    Path folder;

    @Test
    void changedFileIsPutInForceAndABadOneIsRefused() throws IOException {
        Path file = folder.resolve("tenants.yaml");
        Files.writeString(file, tenant("first"));
        assertThat(loader.reloadIfChanged(file)).isTrue();
        assertThat(tenants.find("first")).isPresent();
        assertThat(loader.reloadIfChanged(file)).isFalse();

        Files.writeString(file, tenant("second-one"));
        assertThat(loader.reloadIfChanged(file)).isTrue();
        assertThat(tenants.find("first")).isEmpty();
        assertThat(tenants.find("second-one")).isPresent();

        Files.writeString(file, "tenants: [broken");
        assertThat(loader.reloadIfChanged(file)).isFalse();
        assertThat(tenants.find("second-one")).isPresent();

        Files.delete(file);
        assertThat(loader.reloadIfChanged(file)).isFalse();
        assertThat(tenants.find("second-one")).isPresent();
    }

    @Test
    void swappedSymbolicLinkOfAMountIsAChange() throws IOException {
        Files.createDirectory(folder.resolve("v1"));
        Files.createDirectory(folder.resolve("v2"));
        Files.writeString(folder.resolve("v1/tenants.yaml"), tenant("swap-a"));
        Files.writeString(folder.resolve("v2/tenants.yaml"), tenant("swap-b"));
        Path data = Files.createSymbolicLink(folder.resolve("data"), folder.resolve("v1"));
        assertThat(loader.reloadIfChanged(data)).isTrue();

        Files.createSymbolicLink(folder.resolve("next"), folder.resolve("v2"));
        Files.move(
                folder.resolve("next"),
                data,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(loader.reloadIfChanged(data)).isTrue();
        assertThat(tenants.find("swap-a")).isEmpty();
        assertThat(tenants.find("swap-b")).isPresent();
    }

    private static String tenant(String id) {
        return "tenants:\n  - id: " + id + "\n";
    }
}
