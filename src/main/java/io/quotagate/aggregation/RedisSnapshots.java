package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that meet in Redis or Valkey. Where it cannot be asked, a replica is alone until it can be asked again; a
 * beat in the background finds that out, so that no reader has to.
 */
final class RedisSnapshots implements SharedSnapshots, AutoCloseable {

    private static final Duration BEAT = Duration.ofSeconds(1);
    /** What a claim outlasts a fetch by. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Of no connection that there is. */
    private static final StoreKeys PROBE = StoreKeys.of(new ConnectionKey("-", "-", ""));

    private final RedisLink link;
    private final ChangeFeed changes;
    private final StoreContents contents;
    private final StoreState state;
    private final LoneGateway alone;
    private final String replica;
    private final Duration lease;
    private final MonotonicClock clock;
    private final AtomicLong claims = new AtomicLong();
    private @Nullable Cancellable beats;

    /** @param replica tells this process from all others */
    RedisSnapshots(
            RedisLink link,
            ChangeFeed changes,
            StoreContents contents,
            StoreState state,
            LoneGateway alone,
            String replica,
            Duration longestFetch,
            MonotonicClock clock) {
        this.link = link;
        this.changes = changes;
        this.contents = contents;
        this.state = state;
        this.alone = alone;
        this.replica = replica + ":";
        this.lease = longestFetch.plus(GRACE);
        this.clock = clock;
    }

    /** Goes on until it is closed. */
    void start() {
        beats = Multi.createFrom()
                .ticks()
                .every(BEAT)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick ->
                        Uni.createFrom().deferred(this::beat).onFailure().recoverWithNull())
                .subscribe()
                .with(done -> {});
    }

    @Override
    public void close() {
        if (beats != null) {
            beats.cancel();
        }
        changes.close();
    }

    private Uni<Void> beat() {
        changes.beat();
        return (state.answers() ? call() : probe()).onItemOrFailure().transform((answer, failure) -> null);
    }

    /** Something to be heard by all replicas, this one too. */
    private Uni<Response> call() {
        return link.send(Request.cmd(Command.PUBLISH).arg(StoreKeys.CHANNEL).arg(changes.message(PROBE)))
                .invoke(changes::called)
                .onFailure()
                .invoke(failure -> {
                    if (StoreState.isForbidden(failure)) {
                        state.deaf(failure);
                        return;
                    }
                    state.failed(failure);
                });
    }

    private Uni<Response> probe() {
        return link.send(StoreScripts.read(PROBE))
                .invoke(answer -> {
                    if (state.answersAgain()) {
                        changes.missed();
                    }
                })
                .onFailure()
                .invoke(state::failed);
    }

    private <T> Uni<T> ask(Request request, Function<Response, T> reading, Supplier<Uni<T>> otherwise) {
        return ask(request, reading, otherwise, () -> {});
    }

    /** @param regret what is to be done where it was sent and its answer was not waited for */
    private <T> Uni<T> ask(
            Request request, Function<Response, T> reading, Supplier<Uni<T>> otherwise, Runnable regret) {
        if (!state.answers()) {
            return otherwise.get();
        }
        return link.send(request)
                .map(reading)
                .onFailure()
                .invoke(failure -> {
                    state.failed(failure);
                    regret.run();
                })
                .onFailure()
                .recoverWithUni(otherwise::get);
    }

    @Override
    public Uni<Known> read(Connection connection) {
        StoreKeys keys = StoreKeys.of(connection.key());
        return ask(
                StoreScripts.read(keys),
                answer -> contents.read(connection, keys, answer.get(0), answer.get(1)),
                () -> alone.read(connection));
    }

    @Override
    public Uni<Claim> claim(Connection connection) {
        StoreKeys keys = StoreKeys.of(connection.key());
        String token = replica + claims.incrementAndGet();
        return ask(
                StoreScripts.claim(keys, token, replica, lease),
                answer -> claim(
                        token, answer.get(0).toString(), contents.read(connection, keys, answer.get(1), answer.get(2))),
                () -> alone.claim(connection),
                () -> letGo(keys, token));
    }

    /** A claim whose answer was not waited for may still be carried out; what is sent after it comes after it. */
    private void letGo(StoreKeys keys, String token) {
        var unused = link.send(StoreScripts.release(keys, token)).subscribe().with(released -> {}, state::failed);
    }

    private Claim claim(String token, String answer, Known known) {
        return switch (answer) {
            case "MINE" -> new Claim(Claim.State.MINE, token, known, clock.nanos());
            case "THEIRS" -> new Claim(Claim.State.THEIRS, "", known);
            default -> {
                state.refused(answer);
                yield new Claim(Claim.State.MINE, "", known);
            }
        };
    }

    @Override
    public Uni<Void> publish(Connection connection, Claim claim, Known known) {
        if (claim.token().isEmpty()) {
            return alone.publish(connection, claim, known);
        }
        StoreKeys keys = StoreKeys.of(connection.key());
        Request request = StoreScripts.publish(
                keys,
                claim.token(),
                contents.put(connection, keys, known.snapshot()),
                contents.put(connection, keys, known.failure()),
                lease.minusNanos(clock.nanos() - claim.sinceNanos()),
                changes.message(keys));
        return tell(request, this::published);
    }

    /** Sent also where nothing else is asked: it ends a claim, and others wait for that. */
    private Uni<Void> tell(Request request, Consumer<Response> told) {
        return link.send(request)
                .invoke(told)
                .onFailure()
                .invoke(state::failed)
                .onItemOrFailure()
                .transform((answer, failure) -> null);
    }

    private void published(Response answer) {
        switch (answer.toString()) {
            case "KEPT" -> state.written();
            case "LOST" -> {}
            default -> state.refused(answer.toString());
        }
    }

    @Override
    public Uni<Void> release(Connection connection, Claim claim) {
        return claim.token().isEmpty()
                ? alone.release(connection, claim)
                : tell(StoreScripts.release(StoreKeys.of(connection.key()), claim.token()), released -> {});
    }

    @Override
    public Uni<Void> change(Connection connection) {
        return state.answers() ? changes.next(connection.key()) : alone.change(connection);
    }

    /** Remembered here too: the store may be gone before it is over, or may have been gone when it began. */
    @Override
    public Uni<Optional<Duration>> coolDown(Connection connection, Duration length) {
        Optional<Duration> here = alone.cooling(connection);
        return here.isPresent() ? Uni.createFrom().item(here) : coolDownTogether(connection, length);
    }

    private Uni<Optional<Duration>> coolDownTogether(Connection connection, Duration length) {
        Request request =
                StoreScripts.coolDown(StoreKeys.of(connection.key()), replica + claims.incrementAndGet(), length);
        return ask(request, Response::toLong, () -> Uni.createFrom().item(-1L))
                .chain(left -> left > 0
                        ? Uni.createFrom().item(Optional.of(Duration.ofMillis(left)))
                        : alone.coolDown(connection, length));
    }
}
