package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hears what other replicas have changed: outdates what this one remembers of it, and wakes whoever waits for it. Listens
 * over a connection of its own, again and again where that is lost.
 */
final class ChangeFeed {

    /** A message may be missed, and a replica that was to bring something may have died. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);
    /** Calls of our own that were sent and not heard. */
    private static final int TOO_QUIET = 5;

    private final Redis redis;
    private final String replica;
    private final LocalSnapshots local;
    private final BiFunction<String, String, Optional<Connection>> connections;
    private final StoreState state;
    private final Map<ConnectionKey, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger unheard = new AtomicInteger();
    private volatile @Nullable RedisConnection ear;
    private volatile boolean connecting;

    /**
     * @param replica tells our own messages from those of others
     * @param connections by tenant and id, as they are in force
     */
    ChangeFeed(
            Redis redis,
            String replica,
            LocalSnapshots local,
            BiFunction<String, String, Optional<Connection>> connections,
            StoreState state) {
        this.redis = redis;
        this.replica = replica;
        this.local = local;
        this.connections = connections;
        this.state = state;
    }

    /** What this replica says when it has changed a connection. */
    String message(StoreKeys keys) {
        return new ChangeMessage(replica, keys.name()).text();
    }

    /** Comes with the next change of the connection by another replica, or a moment later. */
    Uni<Void> next(ConnectionKey key) {
        CompletableFuture<Void> change = waiting.computeIfAbsent(key, same -> new CompletableFuture<>());
        return Uni.createFrom()
                .completionStage(change::copy)
                .ifNoItem()
                .after(LONGEST_WAIT)
                .recoverWithUni(Uni.createFrom().voidItem())
                .eventually(() -> waiting.remove(key, change));
    }

    /** Called every now and then: listens where nobody does, and looks whether what was sent is heard. */
    synchronized void beat() {
        RedisConnection open = ear;
        if (open != null && unheard.get() > TOO_QUIET) {
            state.deaf();
            lost(open);
        }
        if (ear == null && !connecting) {
            connecting = true;
            var unused = Uni.createFrom()
                    .completionStage(() -> redis.connect().toCompletionStage())
                    .invoke(this::listen)
                    .ifNoItem()
                    .after(LONGEST_CONNECT)
                    .fail()
                    .onTermination()
                    .invoke(() -> connecting = false)
                    .subscribe()
                    .with(listening -> {}, state::deaf);
        }
    }

    /** This replica has said something that it should hear itself. */
    void called() {
        unheard.incrementAndGet();
    }

    private synchronized void listen(RedisConnection open) {
        open.handler(heard -> hear(open, heard));
        open.exceptionHandler(failure -> lost(open));
        open.endHandler(end -> lost(open));
        unheard.set(0);
        ear = open;
        var unused = open.send(Request.cmd(Command.SUBSCRIBE).arg(StoreKeys.CHANNEL));
    }

    @SuppressWarnings("ReferenceEquality") // of that very connection
    private synchronized void lost(RedisConnection open) {
        if (ear == open) {
            ear = null;
            // One that has listened is not lent again, but closed.
            var unused = open.close();
        }
    }

    synchronized void close() {
        connecting = true;
        RedisConnection open = ear;
        if (open != null) {
            lost(open);
        }
    }

    private void hear(RedisConnection open, @Nullable Response heard) {
        if (heard == null || !isMessage(heard)) {
            state.deaf();
            lost(open);
            return;
        }
        unheard.set(0);
        switch (heard.get(0).toString()) {
            case "subscribe" -> hearsAgain();
            case "message" -> ChangeMessage.of(heard.get(2).toBytes()).ifPresent(this::hear);
            default -> {}
        }
    }

    private static boolean isMessage(Response heard) {
        return (heard.type() == ResponseType.PUSH || heard.type() == ResponseType.MULTI) && heard.size() == 3;
    }

    private void hearsAgain() {
        state.over(StoreState.Trouble.DEAF);
        missed();
    }

    /** Something may have been missed until now. */
    void missed() {
        Infrastructure.getDefaultWorkerPool().execute(local::outdateAll);
    }

    /** Only that a connection of ours has changed is taken from a message. */
    private void hear(ChangeMessage message) {
        if (message.replica().equals(replica)) {
            if (state.isIn(StoreState.Trouble.DEAF)) {
                hearsAgain();
            }
            return;
        }
        connections
                .apply(message.tenant(), message.connection())
                .map(Connection::key)
                .filter(key -> StoreKeys.of(key).name().equals(message.name()))
                .ifPresent(this::changed);
    }

    private void changed(ConnectionKey key) {
        local.outdate(key);
        CompletableFuture<Void> change = waiting.remove(key);
        if (change != null) {
            change.complete(null);
        }
    }
}
