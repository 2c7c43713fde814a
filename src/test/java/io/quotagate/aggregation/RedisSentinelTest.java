package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSentinelTest {

    private final Vertx vertx = Vertx.vertx();
    private final Connection connection = FakeProvider.connection("acme", "main");
    private RealRedis first;
    private RealRedis follower;
    private RealRedis sentinel;
    private Replica replica;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        first = RealRedis.start();
        follower = first.startFollower();
        sentinel = first.startSentinel("quota", folder);
        RedisOptions options = new RedisOptions()
                .setType(RedisClientType.SENTINEL)
                .setRole(RedisRole.MASTER)
                .setMasterName("quota")
                .setConnectionString(sentinel.url());
        replica = new Replica(vertx, options, Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        replica.close();
        sentinel.close();
        follower.close();
        first.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatTheFirstKnewIsFoundWithItsFollowerAndIsWrittenThere() {
        replica.publishes(connection, new Known(replica.snapshot(Duration.ofSeconds(30), "7"), null));
        Patience.until("the follower has it", () -> follower.ask("DBSIZE").equals(":1"));

        first.kill();
        assertThat(replica.reads(connection).snapshot()).isNull();
        Patience.until(Duration.ofSeconds(30), "it is used again", () -> {
            return replica.reads(connection).snapshot() != null
                    && replica.state.trouble().isEmpty();
        });
        replica.publishes(connection, new Known(replica.snapshot(Duration.ZERO, "8"), null));

        assertThat(replica.age(replica.finds(connection))).isLessThan(Duration.ofSeconds(2));
        assertThat(replica.state.trouble()).isEmpty();
    }
}
