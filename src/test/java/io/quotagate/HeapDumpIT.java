package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.quotagate.provider.Patience;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that runs out of memory: the dump holds all secrets, as memory does, but what it is called shows none. */
@Tag("jvm") // Of the heap of a JVM.
class HeapDumpIT {

    private static final String TENANTS = """
            tenants:
              - id: canaries
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
                  - id: media
                    provider: tencent-smh
                    baseUrl: %1$s
                    settings: { libraryId: smh04fzo07fdq61b, spaceIds: [space04fzo07fdq61b] }
                    credentials: { librarySecret: CanaryLibrarySecret }
                  - id: vms
                    provider: zstack
                    baseUrl: %1$s
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accountName: CanaryAccountName, password: CanaryPassword }
            """;

    @TempDir
    Path folder;

    /** What is loaded into the gateway. */
    public static final class Greedy {

        private Greedy() {}

        public static void agentmain(String arguments) {
            Object unused = new long[Integer.MAX_VALUE];
        }
    }

    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", Greedy.class.getName());
        Path jar = folder.resolve("greedy.jar");
        String file = Greedy.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = Greedy.class.getResourceAsStream("/" + file)) {
            entries.putNextEntry(new JarEntry(file));
            assertThat(code).isNotNull();
            code.transferTo(entries);
        }
        return jar;
    }

    private List<String> names() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(path -> folder.relativize(path).toString()).toList();
        } catch (IOException vanished) {
            throw new UncheckedIOException(vanished);
        }
    }

    @Test
    void nameOfADumpShowsNoSecret() throws IOException, AttachNotSupportedException {
        Path dumps = Files.createDirectory(folder.resolve("dumps"));
        try (VendorStub vendor = VendorStub.answering(request -> Reply.of(500, "{}"))) {
            Path tenants = Files.writeString(folder.resolve("tenants.yaml"), TENANTS.formatted(vendor.url()));
            Map<String, String> environment =
                    Map.of("QUOTAGATE_TENANTS", tenants.toString(), "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1");
            try (PackagedGateway gateway = PackagedGateway.start(
                    folder,
                    environment,
                    "128m",
                    "-XX:+HeapDumpOnOutOfMemoryError",
                    "-XX:HeapDumpPath=" + dumps,
                    "-Djava.io.tmpdir=" + folder)) {
                gateway.awaitReady().read("/v1/tenants/canaries/quotas", "k");
                assertThat(vendor.requests()).isNotEmpty();

                VirtualMachine machine = VirtualMachine.attach(Long.toString(gateway.pid()));
                String agent = agent().toString();
                assertThatThrownBy(() -> machine.loadAgent(agent)).isInstanceOf(AgentInitializationException.class);
                machine.detach();
                Patience.until(
                        Duration.ofSeconds(30),
                        "it is dumped",
                        () -> gateway.log().stream().anyMatch(line -> line.startsWith("Heap dump file created")));

                assertThat(dumps).isDirectoryContaining("glob:**/java_pid" + gateway.pid() + ".hprof");
                assertThat(names())
                        .noneMatch(name -> Canaries.CONFIGURED.stream().anyMatch(name::contains));
                assertThat(gateway.log())
                        .noneMatch(line -> Canaries.CONFIGURED.stream().anyMatch(line::contains));
            }
        }
    }
}
