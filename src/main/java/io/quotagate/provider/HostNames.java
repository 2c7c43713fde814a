package io.quotagate.provider;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resolves host names on a few threads of its own, since a look-up may block for long: a name server that does not answer
 * must not hold the threads that others need. One look-up a name at a time; an answer serves for half a minute.
 */
@ApplicationScoped
class HostNames {

    private static final int THREADS = 8;
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final SingleFlight<String, List<InetAddress>> lookUps = new SingleFlight<>();
    private final WorkerExecutor threads;
    private final Clock clock;

    private record Answer(List<InetAddress> addresses, Instant until) {}

    HostNames(Vertx vertx, Clock clock) {
        this.threads = vertx.createSharedWorkerExecutor("host-names", THREADS);
        this.clock = clock;
    }

    /** All addresses of the name; fails as unavailable where it has none. */
    Uni<List<InetAddress>> find(String name) {
        Answer last = answers.get(name);
        if (last != null && clock.instant().isBefore(last.until())) {
            return Uni.createFrom().item(last.addresses());
        }
        return lookUps.join(name, () -> lookUp(name));
    }

    private Uni<List<InetAddress>> lookUp(String name) {
        Callable<List<InetAddress>> blocking = () -> resolve(name);
        return Uni.createFrom()
                .completionStage(() -> threads.executeBlocking(blocking, false).toCompletionStage())
                .invoke(addresses ->
                        answers.put(name, new Answer(addresses, clock.instant().plus(REMEMBERED))));
    }

    private static List<InetAddress> resolve(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException unknown) {
            throw new ProviderException(Reason.UNAVAILABLE, "the vendor's host name cannot be resolved").ofEndpoint();
        }
    }
}
