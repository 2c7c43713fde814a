package io.quotagate;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands reads to gateways in turns, over connections that it keeps; as a Service of Kubernetes does, it learns only now and
 * then who is ready.
 */
final class LoadBalancer implements AutoCloseable {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final List<PackagedGateway> gateways = new CopyOnWriteArrayList<>();
    private final List<PackagedGateway> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final HttpServer server;

    LoadBalancer() {
        server = vertx.createHttpServer().requestHandler(this::handOn);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        vertx.setPeriodic(
                LOOK_EVERY_MILLIS,
                timer -> vertx.executeBlocking(() -> {
                    look();
                    return null;
                }));
    }

    private void look() {
        for (PackagedGateway gateway : gateways) {
            boolean up = gateway.status("/health/ready") == 200;
            if (up && !ready.contains(gateway)) {
                ready.add(gateway);
            }
            if (!up) {
                ready.remove(gateway);
            }
        }
    }

    void add(PackagedGateway gateway) {
        gateways.add(gateway);
    }

    boolean handsTo(PackagedGateway gateway) {
        return ready.contains(gateway);
    }

    int port() {
        return server.actualPort();
    }

    /** Reads that were tried once more, as their connection had failed. */
    int retries() {
        return retries.get();
    }

    private void handOn(HttpServerRequest request) {
        Set<PackagedGateway> tried = new HashSet<>();
        PackagedGateway first = next(tried);
        read(first, request)
                .recover(failure -> {
                    tried.add(first);
                    retries.incrementAndGet();
                    return read(next(tried), request);
                })
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private PackagedGateway next(Set<PackagedGateway> but) {
        List<PackagedGateway> those =
                ready.stream().filter(each -> !but.contains(each)).toList();
        return those.get(Math.floorMod(turn.getAndIncrement(), those.size()));
    }

    private Future<Void> read(PackagedGateway gateway, HttpServerRequest request) {
        return client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", request.uri())
                .compose(call -> call.putHeader("X-API-Key", request.getHeader("X-API-Key"))
                        .send())
                .compose(answer -> answer.body().compose(body -> pass(request, answer.statusCode(), body)));
    }

    private static Future<Void> pass(HttpServerRequest request, int status, Buffer body) {
        return request.response().setStatusCode(status).end(body);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
