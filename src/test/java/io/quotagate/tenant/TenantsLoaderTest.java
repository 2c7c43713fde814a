package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class TenantsLoaderTest {

    @Inject
    TenantsLoader loader;

    @Inject
    Tenants tenants;

    @Inject
    MeterRegistry registry;

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

    private double refused() {
        return registry.get("quotagate.tenants.refused").gauge().value();
    }

    @Test
    void metricTellsWhetherTheFileAsItIsNowIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("tenants.yaml"), tenant("told"));
        assertThat(loader.reloadIfChanged(file)).isTrue();
        Path good = Files.move(file, folder.resolve("good"));
        assertThat(refused()).isZero();

        Files.writeString(file, "tenants: [broken");
        assertThat(loader.reloadIfChanged(file)).isFalse();
        assertThat(refused()).isEqualTo(1);

        Files.move(good, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(loader.reloadIfChanged(file)).isFalse();
        assertThat(refused()).isZero();
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
        Files.move(folder.resolve("next"), data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(loader.reloadIfChanged(data)).isTrue();
        assertThat(tenants.find("swap-a")).isEmpty();
        assertThat(tenants.find("swap-b")).isPresent();
    }

    @Test
    void folderMountedByKubernetesIsReadAgainWhenItsDataIsSwapped() throws IOException {
        mount("..v1", "mount-a");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(folder.resolve("tenants.yaml"), Path.of("..data/tenants.yaml"));
        assertThat(loader.reloadIfChanged(folder)).isTrue();
        assertThat(tenants.find("mount-a")).isPresent();
        assertThat(loader.reloadIfChanged(folder)).isFalse();

        mount("..v2", "mount-b");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..v2"));
        Files.move(
                folder.resolve("..data_tmp"),
                folder.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(loader.reloadIfChanged(folder)).isTrue();
        assertThat(tenants.find("mount-a")).isEmpty();
        assertThat(tenants.find("mount-b")).isPresent();
        assertThat(loader.reloadIfChanged(folder)).isFalse();
    }

    private void mount(String version, String tenant) throws IOException {
        Path file = Files.createDirectory(folder.resolve(version)).resolve("tenants.yaml");
        Files.writeString(file, tenant(tenant));
    }

    private static String tenant(String id) {
        return "tenants:\n  - id: " + id + "\n";
    }
}
