package io.quotagate.aggregation;

import static io.quotagate.aggregation.Replica.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.SharedSnapshots.Claim;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisClusterTest {

    private final Vertx vertx = Vertx.vertx();
    private List<RealRedis> nodes;
    private Replica one;
    private Replica other;

    private Replica replica() {
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
        nodes.forEach(node -> options.addConnectionString(node.url()));
        return new Replica(vertx, options, Duration.ofSeconds(2));
    }

    @BeforeEach
    void start(@TempDir Path folder) {
        nodes = RealRedis.startCluster(3, folder);
        one = replica();
        other = replica();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        nodes.forEach(RealRedis::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void connectionsOfAllNodesAreShared() {
        List<Connection> connections = IntStream.range(0, 30)
                .mapToObj(number -> FakeProvider.connection("acme", "c" + number))
                .toList();
        var unused = other.serving(connections.toArray(Connection[]::new));
        one.awaitHearing();
        other.awaitHearing();

        for (Connection connection : connections) {
            Known known = new Known(one.snapshot(Duration.ofSeconds(30), "7"), null);
            other.remembers(connection, known);
            Claim claim = await(one.shared.claim(connection));
            assertThat(claim.state()).isEqualTo(Claim.State.MINE);
            assertThat(await(other.shared.claim(connection)).state()).isEqualTo(Claim.State.THEIRS);
            await(one.shared.publish(connection, claim, known));
            assertThat(other.age(other.finds(connection))).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
        }

        assertThat(connections)
                .allSatisfy(connection -> Patience.until(
                        "the change is heard",
                        () -> other.local.find(connection.key()).isOutdated()));
        assertThat(nodes).noneMatch(node -> node.ask("DBSIZE").equals(":0"));
        assertThat(one.state.trouble()).isEmpty();
        assertThat(one.errors()).isZero();
    }
}
