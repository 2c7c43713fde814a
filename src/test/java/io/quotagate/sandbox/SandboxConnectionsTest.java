package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Endpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxConnectionsTest {

    @Test
    void oneConnectionLeadsToEachSimulatedVendor() {
        List<Connection> connections =
                new SandboxConnections(Duration.ofSeconds(60), Duration.ofHours(24)).connections(8080);

        assertThat(connections).extracting(Connection::id).containsExactly("drive", "media", "objects", "vms");
        assertThat(connections).allSatisfy(connection -> {
            assertThat(connection.url()).isEqualTo("http://127.0.0.1:8080/sandbox/" + connection.provider());
            assertThat(connection.endpoint().reach()).isEqualTo(Endpoint.Reach.OWN);
            assertThat(connection.key().tenant()).isEqualTo("sandbox");
        });
    }
}
