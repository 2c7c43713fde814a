package io.quotagate.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the socket of a caller's connection and cuts it where the caller is too slow. Requests and answers are told
 * apart further in, by {@link CallerExchange}, as soon as it is known that this is HTTP/1; of HTTP/2, which mixes them, only
 * answers that do not leave are seen, {@link Http2Streams} times bodies, and the server itself closes what is idle.
 */
final class CallerChannel extends ChannelDuplexHandler {

    private static final Logger LOG = Logger.getLogger(CallerChannel.class);

    /** Names of Vert.x. */
    private static final String DECODER = "httpDecoder";

    private static final String ENCODER = "httpEncoder";

    private static final String EXCHANGE = "exchange";

    private final Conversation conversation;
    private final Duration betweenLooks;
    private final WireProblems problems;
    private final Admission admission;
    private final Leaving leaving;
    private final long largestBody;
    private @Nullable ScheduledFuture<?> looks;
    private @Nullable Channel here;
    private long written;

    CallerChannel(
            ConnectionConfig config, WireProblems problems, Admission admission, Leaving leaving, long largestBody) {
        this.admission = admission;
        this.leaving = leaving;
        this.largestBody = largestBody;
        this.betweenLooks = config.slow().dividedBy(Conversation.LOOKS);
        this.conversation =
                new Conversation((int) Math.min(1_000_000, config.idle().dividedBy(betweenLooks)));
        this.problems = problems;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        here = context.channel();
        long nanos = betweenLooks.toNanos();
        // Not at a rate: after a pause of ours it would take all looks at once that it has missed.
        looks = context.executor().scheduleWithFixedDelay(() -> look(context), nanos, nanos, TimeUnit.NANOSECONDS);
        // Behind whatever finds out which HTTP it is, and finds that out first.
        context.pipeline().addLast(new Arrival());
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (looks != null) {
            var unused = looks.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        conversation.bytes();
        context.fireChannelRead(bytes);
    }

    @Override
    public void write(ChannelHandlerContext context, Object bytes, ChannelPromise promise) {
        if (bytes instanceof ByteBuf buffer) {
            written += buffer.readableBytes();
        }
        var unused = context.write(bytes, promise);
    }

    private void look(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        if (waiting == null) {
            return;
        }
        long left = waiting.totalPendingWriteBytes() - waiting.currentProgress();
        if (!isInTime(context, left)) {
            LOG.debug("a connection was too slow, or idle for too long, and is closed");
            var unused = context.close();
        }
    }

    /**
     * Closes the connection where nothing is under way on it.
     *
     * @return false where something is
     */
    boolean leaveIfIdle() {
        ChannelOutboundBuffer waiting = here == null ? null : here.unsafe().outboundBuffer();
        if (here == null || waiting == null) {
            return true;
        }
        boolean idle = waiting.totalPendingWriteBytes() == 0 && isIdle(here.pipeline());
        if (idle) {
            var unused = here.close();
        }
        return idle;
    }

    /**
     * Says over HTTP/2 that requests are answered which came until now, and none after them, so that a connection which is
     * never idle gets so. Not said before it has to be: the client of JDK 17 drops then what it waits for.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-6.8">RFC 9113, 6.8</a>
     */
    void announceEnd() {
        ChannelHandlerContext context = here == null ? null : here.pipeline().context(Http2ConnectionHandler.class);
        if (context != null) {
            Http2ConnectionHandler http2 = (Http2ConnectionHandler) context.handler();
            int last = http2.connection().remote().lastStreamCreated();
            var unused = http2.goAway(
                    context, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
            context.flush();
        }
    }

    private boolean isIdle(ChannelPipeline pipeline) {
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            return http2.connection().numActiveStreams() == 0;
        }
        // Without it, all there was is a handshake, at most.
        return pipeline.get(EXCHANGE) == null || conversation.isIdle();
    }

    private boolean isInTime(ChannelHandlerContext context, long left) {
        if (context.pipeline().get(Http2ConnectionHandler.class) != null) {
            return conversation.isTaken(left, written - left);
        }
        if (context.pipeline().get(EXCHANGE) == null) {
            // All there was is a handshake, at most.
            conversation.received();
        }
        return conversation.look(context.channel().config().isAutoRead(), left, written - left);
    }

    /** Waits for the first byte of HTTP. */
    private final class Arrival extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            if (pipeline.get(DECODER) != null) {
                pipeline.addAfter(
                        ENCODER, EXCHANGE, new CallerExchange(conversation, problems, admission, leaving, largestBody));
                conversation.received();
                conversation.bytes();
            }
            // An upgrade takes everything else out of the pipeline.
            pipeline.remove(this);
            context.fireChannelRead(bytes);
        }
    }
}
