package io.quotagate.provider;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Locale;

/**
 * Both sides of the HTTP decoder on the connection of one call: in front of it every byte is counted, also those that
 * never become part of an answer, and behind it only HTTP/1 is let through. Whatever is beyond that is a contract
 * violation and ends the connection.
 */
final class StrictWire {

    /** What an answer may cost beside its body: status line, headers, interim answers, sizes of chunks. */
    static final int MAX_OVERHEAD_BYTES = 65_536;

    private static final String DECODER = "codec";
    private static final String TOO_LARGE = "the answer is larger than this gateway accepts";
    private static final String NOT_HTTP = "the vendor's answer is not HTTP";

    private StrictWire() {}

    /** @param maxBytes of the body */
    static void watch(HttpConnection connection, long maxBytes) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        pipeline.addFirst(new Bytes(maxBytes + MAX_OVERHEAD_BYTES));
        pipeline.addAfter(DECODER, null, new Messages(maxBytes));
    }

    private static void refuse(ChannelHandlerContext context, Object read, String rule) {
        ReferenceCountUtil.release(read);
        // Fails what waits for the answer, and closes.
        context.fireExceptionCaught(ProviderException.violation(rule));
    }

    /** Counts what comes from the network. */
    private static final class Bytes extends ChannelInboundHandlerAdapter {

        private long left;

        private Bytes(long max) {
            this.left = max;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            left -= read instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
            if (left < 0) {
                refuse(context, read, TOO_LARGE);
                return;
            }
            context.fireChannelRead(read);
        }
    }

    /** Looks at what was understood of it, and counts the bytes of the body. */
    private static final class Messages extends ChannelInboundHandlerAdapter {

        private static final List<HttpVersion> VERSIONS = List.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

        /** Real servers send one or two; each costs far more than its bytes. */
        private static final int MAX_INTERIM_ANSWERS = 16;

        private long left;
        private int interim;

        private Messages(long max) {
            this.left = max;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            if (read instanceof HttpObject part && isBroken(part.decoderResult())) {
                boolean tooLong = part.decoderResult().cause() instanceof TooLongFrameException;
                refuse(context, read, tooLong ? TOO_LARGE : NOT_HTTP);
                return;
            }
            interim += read instanceof HttpResponse head && isInterim(head) ? 1 : 0;
            if (interim > MAX_INTERIM_ANSWERS) {
                refuse(context, read, TOO_LARGE);
                return;
            }
            if (read instanceof HttpResponse head && !isUnderstood(head)) {
                refuse(context, read, NOT_HTTP + ", or none that it was asked for");
                return;
            }
            left -= read instanceof HttpContent body ? body.content().readableBytes() : 0;
            if (left < 0) {
                refuse(context, read, TOO_LARGE);
                return;
            }
            context.fireChannelRead(read);
        }

        /** An answer that ends too early is a vendor that hung up, not one that speaks something else. */
        private static boolean isBroken(DecoderResult result) {
            return result.isFailure() && !(result.cause() instanceof PrematureChannelClosureException);
        }

        private static boolean isInterim(HttpResponse head) {
            return head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }

        /** A form would be taken apart by the REST client, by its own rules and into files. */
        private static boolean isUnderstood(HttpResponse head) {
            List<String> types = head.headers().getAll(HttpHeaderNames.CONTENT_TYPE);
            boolean form = types.stream()
                    .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"));
            return VERSIONS.contains(head.protocolVersion()) && types.size() <= 1 && !form;
        }
    }
}
