import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * The ceiling: a Vert.x server that answers whatever it is asked with the bytes of one report, which it fetches once. It
 * knows no routes, no callers and no headers but type and length.
 */
class BareVertx {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json;charset=UTF-8");

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        byte[] report = report(args[1]);
        CharSequence length = HttpHeaders.createOptimized(String.valueOf(report.length));
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(
                        () -> new Server(port, report, length),
                        // As many as a Quarkus application has.
                        new DeploymentOptions().setInstances(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static byte[] report(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", "k0").build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("no report: " + answer.statusCode());
        }
        return answer.body();
    }

    private static final class Server extends AbstractVerticle {

        private final int port;
        private final Buffer report;
        private final CharSequence length;

        private Server(int port, byte[] report, CharSequence length) {
            this.port = port;
            this.report = Buffer.buffer(report);
            this.length = length;
        }

        @Override
        public void start() {
            HttpServer server = vertx.createHttpServer();
            server.requestHandler(request -> request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, length)
                    .end(report));
            server.listen(port, "127.0.0.1").onFailure(taken -> System.exit(1));
        }
    }
}
