package io.quotagate.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

/**
 * Puts a {@link CallerChannel} in front of every connection of a caller that is accepted. Vert.x has no place of its own
 * for that, so it is done where connections arrive: at the sockets that listen.
 */
@Singleton
class CallerSockets {

    private static final String NAME = "quotagate";

    private final VertxInternal vertx;
    private final HttpServer server;
    private final ConnectionConfig config;
    private final WireProblems problems;
    private final Admission admission;
    private final long largestBody;

    CallerSockets(
            Vertx vertx,
            HttpServer server,
            ConnectionConfig config,
            VertxHttpConfig http,
            WireProblems problems,
            Admission admission) {
        this.admission = admission;
        this.largestBody = RequestLimits.largestBody(http);
        this.vertx = (VertxInternal) vertx;
        this.server = server;
        this.config = config;
        this.problems = problems;
    }

    void http(@ObservesAsync HttpServerStart started) {
        watch();
    }

    void https(@ObservesAsync HttpsServerStart started) {
        watch();
    }

    void domainSocket(@ObservesAsync DomainSocketServerStart started) {
        watch();
    }

    private void watch() {
        vertx.getAcceptorEventLoopGroup().forEach(executor -> {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::watch));
            }
        });
    }

    private void watch(Channel channel) {
        if (channel instanceof ServerChannel
                && isForCallers(channel)
                && channel.pipeline().get(NAME) == null) {
            channel.pipeline().addFirst(NAME, new Newcomers());
        }
    }

    /** The management has a port of its own. */
    private boolean isForCallers(Channel channel) {
        return !(channel.localAddress() instanceof InetSocketAddress address)
                || address.getPort() == server.getPort()
                || address.getPort() == server.getSecurePort();
    }

    /** Sees each connection before the server does. */
    @Sharable
    private final class Newcomers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                connection.pipeline().addLast(NAME, new CallerChannel(config, problems, admission, largestBody));
            }
            context.fireChannelRead(accepted);
        }
    }
}
