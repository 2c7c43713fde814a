package io.quotagate.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.AttributeKey;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Puts a {@link CallerChannel} in front of every connection of a caller that is accepted, and takes leave of them. Vert.x has
 * no place of its own for that, so it is done where connections arrive: at the sockets that listen.
 */
@Singleton
class CallerSockets {

    private static final String NAME = "quotagate";
    /** Stays where an upgrade to HTTP/2 takes all handlers out. */
    private static final AttributeKey<CallerChannel> CALLER = AttributeKey.valueOf(CallerChannel.class, "caller");

    private static final long LONGEST_TURN_SECONDS = 2;

    private final VertxInternal vertx;
    private final HttpServer server;
    private final ConnectionConfig config;
    private final WireProblems problems;
    private final Admission admission;
    private final Leaving leaving;
    private final long largestBody;

    CallerSockets(
            Vertx vertx,
            HttpServer server,
            ConnectionConfig config,
            VertxHttpConfig http,
            WireProblems problems,
            Admission admission,
            Leaving leaving) {
        this.admission = admission;
        this.leaving = leaving;
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

    /** Nobody new is let in; the connections that there are stay. */
    void close() {
        var unused = onEachChannel(vertx.getAcceptorEventLoopGroup(), channel -> {
            if (channel.pipeline().get(NAME) instanceof Newcomers) {
                var closed = channel.close();
            }
            return 0;
        });
    }

    /**
     * Closes the connections on which nothing is under way. Waits for the event loops, so never to be called by one.
     *
     * @return how many are left
     */
    int leaveTheIdle() {
        return onEachChannel(vertx.getEventLoopGroup(), channel -> {
            CallerChannel connection = channel.attr(CALLER).get();
            return connection == null || connection.leaveIfIdle() ? 0 : 1;
        });
    }

    /** Tells callers of HTTP/2 that no more requests are answered than came until now. */
    void announceEnd() {
        var unused = onEachChannel(vertx.getEventLoopGroup(), channel -> {
            CallerChannel connection = channel.attr(CALLER).get();
            if (connection != null) {
                connection.announceEnd();
            }
            return 0;
        });
    }

    /** Each channel in its own event loop; a loop that does not come to it in time is busy, whatever with. */
    private static int onEachChannel(EventLoopGroup group, ToIntFunction<Channel> visit) {
        List<CompletableFuture<Integer>> loops = new ArrayList<>();
        group.forEach(executor -> {
            if (executor instanceof SingleThreadEventLoop loop) {
                loops.add(CompletableFuture.supplyAsync(() -> onEachChannel(loop, visit), loop)
                        .completeOnTimeout(1, LONGEST_TURN_SECONDS, TimeUnit.SECONDS));
            }
        });
        return loops.stream().mapToInt(CompletableFuture::join).sum();
    }

    private static int onEachChannel(SingleThreadEventLoop loop, ToIntFunction<Channel> visit) {
        List<Channel> channels = new ArrayList<>();
        loop.registeredChannelsIterator().forEachRemaining(channels::add);
        return channels.stream().mapToInt(visit).sum();
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
                CallerChannel caller = new CallerChannel(config, problems, admission, leaving, largestBody);
                connection.pipeline().addLast(NAME, caller);
                connection.attr(CALLER).set(caller);
            }
            context.fireChannelRead(accepted);
        }
    }
}
