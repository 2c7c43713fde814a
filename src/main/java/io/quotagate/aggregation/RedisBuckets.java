package io.quotagate.aggregation;

import io.quotagate.provider.Buckets;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.Pace;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;

/**
 * Buckets that the replicas share. Those of this process are kept beside them, and stand in where Redis cannot be asked:
 * then each replica keeps to the ration on its own.
 */
final class RedisBuckets implements Buckets {

    private final RedisLink link;
    private final RationScripts scripts;
    private final StoreState state;
    private final LocalBuckets alone;

    RedisBuckets(RedisLink link, RationScripts scripts, StoreState state, LocalBuckets alone) {
        this.link = link;
        this.scripts = scripts;
        this.state = state;
        this.alone = alone;
    }

    @Override
    public CompletableFuture<Taken> take(String key, Pace pace, int wanted) {
        if (!state.answers()) {
            return alone.take(key, pace, wanted);
        }
        CompletableFuture<Taken> taken = new CompletableFuture<>();
        var unused = link.send(scripts.take(key, pace, wanted))
                .map(answer -> taken(key, pace, wanted, answer))
                .onFailure()
                .invoke(state::failed)
                .onFailure()
                .recoverWithUni(lost -> Uni.createFrom().completionStage(() -> alone.take(key, pace, wanted)))
                .subscribe()
                .with(taken::complete, taken::completeExceptionally);
        return taken;
    }

    private Taken taken(String key, Pace pace, int wanted, Response answer) {
        String kept = answer.get(0).toString();
        if (!kept.equals("KEPT")) {
            state.refused(kept);
            return alone.take(key, pace, wanted).join();
        }
        int calls = answer.get(1).toInteger();
        if (calls > 0) {
            var unused = alone.take(key, pace, calls);
        }
        return new Taken(calls, micros(answer.get(2)), micros(answer.get(3)), micros(answer.get(4)));
    }

    private static long micros(Response answer) {
        return answer.toLong() * 1_000;
    }

    @Override
    public void late(String key, Pace pace) {
        alone.late(key, pace);
        tell(scripts.late(key, pace));
    }

    @Override
    public void throttled(String key, Pace pace) {
        alone.throttled(key, pace);
        tell(scripts.throttled(key, pace));
    }

    private void tell(Request request) {
        if (state.answers()) {
            var unused = link.send(request).subscribe().with(told -> {}, state::failed);
        }
    }
}
