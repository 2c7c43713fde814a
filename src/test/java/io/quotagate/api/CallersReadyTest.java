package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.http.HttpServerOptions;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class CallersReadyTest {

    private final Leaving leaving = new Leaving();
    private final CallersReady ready = new CallersReady(leaving);

    @Test
    void gatewayIsNotReadyBeforeCallersCanConnect() {
        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void gatewayIsReadyOnceCallersCanConnect() {
        ready.opened(new HttpServerStart(new HttpServerOptions()));

        assertThat(ready.call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void gatewayThatIsToldToStopIsNotReadyAnyMore() {
        ready.opened(new HttpServerStart(new HttpServerOptions()));

        leaving.begin();

        assertThat(ready.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void gatewayThatListensForTlsOnlyIsReadyToo() {
        ready.openedSecurely(new HttpsServerStart(new HttpServerOptions()));

        assertThat(ready.call().getStatus()).isEqualTo(Status.UP);
    }
}
