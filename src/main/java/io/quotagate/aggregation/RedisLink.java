package io.quotagate.aggregation;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection over which all commands go, one behind the other: a pool lends each of its connections to one command
 * at a time and refuses what is more, and thousands of cold callers may come at once. It is made again when it is lost.
 *
 * <p>Everything here happens on one event loop, the one that the client reads from where both were made by one thread.
 * There a time-out tells a slow Redis from a busy gateway: it begins when the command is written, and does not end before
 * what has arrived meanwhile was read.
 */
final class RedisLink {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(15);
    /** The first command also waits for a handshake, and for classes to be loaded. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

    private final Redis redis;
    private final Duration timeout;
    private final Vertx vertx;
    private final Context loop;
    private @Nullable Future<RedisConnection> connection;
    private boolean tried;

    RedisLink(Redis redis, Duration timeout, Vertx vertx) {
        this.redis = redis;
        this.timeout = timeout;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
    }

    /** The answer, or a failure; not later than the timeout, and where the caller is. */
    Uni<Response> send(Request request) {
        Context caller = Vertx.currentContext();
        Uni<Response> answer = Uni.createFrom().emitter(emitter -> loop.runOnContext(here -> send(request, emitter)));
        return caller == null ? answer : answer.emitOn(task -> caller.runOnContext(there -> task.run()));
    }

    private void send(Request request, UniEmitter<? super Response> emitter) {
        AtomicBoolean over = new AtomicBoolean();
        long timer = vertx.setTimer(
                patience().toMillis(),
                late -> afterReading(() -> {
                    tried = true;
                    over.set(true);
                    emitter.fail(new TimeoutException());
                }));
        sendOnce(request)
                .recover(failure -> isLoss(failure) && !over.get() ? sendOnce(request) : Future.failedFuture(failure))
                .onComplete(answer -> {
                    tried = true;
                    vertx.cancelTimer(timer);
                    if (answer.succeeded()) {
                        emitter.complete(answer.result());
                        return;
                    }
                    emitter.fail(answer.cause());
                });
    }

    private Future<Response> sendOnce(Request request) {
        Future<RedisConnection> used = connection();
        return used.compose(open -> open.send(request)).onFailure(failure -> {
            if (isLoss(failure)) {
                lost(used);
            }
        });
    }

    /** A connection that was closed is no outage yet: a server may close idle ones, and each script may run twice. */
    private static boolean isLoss(Throwable failure) {
        return !(failure instanceof ErrorType error) || error.is("CONNECTION_CLOSED");
    }

    private Duration patience() {
        return tried || timeout.compareTo(FIRST_ANSWER) > 0 ? timeout : FIRST_ANSWER;
    }

    /** An event loop reads before it looks at its timers: the next timer comes after what had arrived at this one. */
    private void afterReading(Runnable task) {
        vertx.setTimer(1, read -> task.run());
    }

    private Future<RedisConnection> connection() {
        Future<RedisConnection> known = connection;
        if (known != null) {
            return known;
        }
        Future<RedisConnection> made = redis.connect();
        connection = made;
        // The client does not always say that a handshake was refused.
        long timer = vertx.setTimer(LONGEST_CONNECT.toMillis(), late -> lost(made));
        made.onComplete(done -> vertx.cancelTimer(timer));
        made.onSuccess(open -> watch(made, open)).onFailure(failure -> lost(made));
        return made;
    }

    private void watch(Future<RedisConnection> made, RedisConnection open) {
        open.exceptionHandler(failure -> loop.runOnContext(here -> lost(made)));
        open.endHandler(end -> loop.runOnContext(here -> lost(made)));
    }

    @SuppressWarnings("ReferenceEquality") // that very connection
    private void lost(Future<RedisConnection> made) {
        if (connection == made) {
            connection = null;
            var unused = made.onSuccess(RedisConnection::close);
        }
    }
}
