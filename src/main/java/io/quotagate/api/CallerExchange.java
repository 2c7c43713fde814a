package io.quotagate.api;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees the requests and answers of one HTTP/1 connection. What the HTTP server refuses by itself, before there is a request
 * for the gateway, leaves as a problem.
 */
final class CallerExchange extends ChannelDuplexHandler {

    /** How long a refused caller may go on sending before it is cut, so that it gets to read why. */
    static final Duration LINGER = Duration.ofSeconds(1);

    private final Conversation conversation;
    private final WireProblems problems;
    private final Admission admission;
    private final Leaving leaving;
    private final long largestBody;
    private @Nullable HttpRequest latest;
    private long body;
    private int round = -1;
    private boolean refused;
    /** True until the end of a request that was not let in. */
    private boolean shed;
    /** True as soon as an answer has said that none comes after it. */
    private boolean last;
    /** True where that is because the gateway is about to stop. */
    private boolean parting;
    /** True from the first request after that. */
    private boolean over;

    /** @param largestBody in bytes; whoever tells no length before sends no more either */
    CallerExchange(
            Conversation conversation, WireProblems problems, Admission admission, Leaving leaving, long largestBody) {
        this.conversation = conversation;
        this.problems = problems;
        this.admission = admission;
        this.leaving = leaving;
        this.largestBody = largestBody;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        over |= last && message instanceof HttpRequest;
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            latest = request;
            body = 0;
            round = admission.came(context.executor(), round);
            shed = isPlain(request) && admission.refuses(request);
            conversation.begun();
            if (shed) {
                answer(context, ProblemException.overloaded());
            }
        }
        // A request that cannot be read is its own end, and is answered by the server.
        if (message instanceof HttpContent content && !(message instanceof HttpRequest) && !refused && !shed) {
            body += content.content().readableBytes();
            refuse(context, content);
        }
        if (message instanceof LastHttpContent) {
            conversation.received();
        }
        if (refused || shed) {
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Nothing before it, nothing after it, and no page that would want to read why. */
    private boolean isPlain(HttpRequest request) {
        return conversation.unanswered() == 0
                && !refused
                && request.decoderResult().isSuccess()
                && HttpUtil.isKeepAlive(request)
                && request.protocolVersion().equals(HTTP_1_1)
                && !request.headers().contains(HttpHeaderNames.ORIGIN)
                && !request.headers().contains(HttpHeaderNames.EXPECT)
                && !request.headers().contains(HttpHeaderNames.UPGRADE);
    }

    private void answer(ChannelHandlerContext context, ProblemException exception) {
        FullHttpResponse problem = problem(exception);
        conversation.answered();
        var unused = context.writeAndFlush(problem);
    }

    private void refuse(ChannelHandlerContext context, HttpContent content) {
        boolean broken = content.decoderResult().isFailure();
        // Where it is answered already, or others come first, there is nothing to say any more.
        if ((broken || body > largestBody) && conversation.unanswered() == 1) {
            refused = true;
            FullHttpResponse problem = problem(WireProblems.bare(broken ? 400 : 413));
            problem.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            conversation.answered();
            var unused = context.writeAndFlush(problem);
            closeSoon(context);
        }
    }

    private static void closeSoon(ChannelHandlerContext context) {
        var unused = context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(message);
            var unused = promise.trySuccess();
            return;
        }
        if (message instanceof HttpResponse response && !isInterim(response) && isFarewell()) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            parting = true;
        }
        last |= message instanceof HttpResponse response && isLast(response);
        if (message instanceof FullHttpResponse bare && isBare(bare)) {
            var unused = context.write(replaced(context, bare), promise);
            ReferenceCountUtil.release(bare);
            conversation.answered();
            return;
        }
        if (!(message instanceof LastHttpContent) || isInterim(message)) {
            var unused = context.write(message, promise);
            return;
        }
        conversation.answered();
        ChannelFuture written = context.write(message, promise.unvoid());
        if (parting) {
            var unused = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Where the gateway is about to stop, the connection ends with the last answer that is asked for on it. */
    private boolean isFarewell() {
        return leaving.hasBegun() && conversation.unanswered() == 1;
    }

    /** An error that has not passed through the gateway: it would have a trace. */
    private static boolean isBare(FullHttpResponse response) {
        return response.status().code() >= 400 && !response.headers().contains(RequestIds.TRACEPARENT);
    }

    private static boolean isLast(HttpResponse response) {
        return !isInterim(response)
                && response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private FullHttpResponse replaced(ChannelHandlerContext context, FullHttpResponse bare) {
        FullHttpResponse problem = problem(WireProblems.bare(bare.status().code()));
        String connection = bare.headers().get(HttpHeaderNames.CONNECTION);
        if (connection != null) {
            problem.headers().set(HttpHeaderNames.CONNECTION, connection);
        }
        if (HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(connection)) {
            closeSoon(context);
        }
        return problem;
    }

    private FullHttpResponse problem(ProblemException exception) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        byte[] text = problems.early(exception, given(), headers);
        HttpResponseStatus status = HttpResponseStatus.valueOf(exception.status());
        FullHttpResponse problem = new DefaultFullHttpResponse(
                HTTP_1_1, status, Unpooled.wrappedBuffer(isBodyless() ? new byte[0] : text));
        headers.forEach((name, value) -> problem.headers().add(name, value));
        return problem;
    }

    private boolean isBodyless() {
        return latest != null && latest.method().equals(HttpMethod.HEAD);
    }

    /** What is echoed of a request; nothing where it is not clear which one is answered. */
    private MultiMap given() {
        MultiMap given = MultiMap.caseInsensitiveMultiMap();
        if (latest != null && conversation.unanswered() == 1) {
            latest.headers().forEach(header -> given.add(header.getKey(), header.getValue()));
        }
        return given;
    }
}
