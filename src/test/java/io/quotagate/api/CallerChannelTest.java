package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.quotagate.provider.MovableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose caller is slow, and whose time is moved by hand. */
class CallerChannelTest {

    private static final int SLOW_SECONDS = 30;
    private static final int IDLE_SECONDS = 120;

    /** The first byte of TLS. */
    private static final byte HANDSHAKE = 0x16;

    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final List<String> served = new ArrayList<>();
    private int bodies;
    private final Leaving leaving = new Leaving();
    private final Admission admission = new Admission() {
        @Override
        public int came(EventExecutor loop, int before) {
            return before;
        }

        @Override
        public boolean refuses(HttpRequest request) {
            return request.uri().startsWith("/refused");
        }
    };

    CallerChannelTest() {
        connection.freezeTime();
        connection.pipeline().addLast(new ChannelInitializer<EmbeddedChannel>() {
            @Override
            protected void initChannel(EmbeddedChannel channel) {
                WireProblems problems = new WireProblems(
                        new ObjectMapper(), new RequestIds(new Random(1), MovableClock.at("2026-11-21T03:00:00Z")));
                channel.pipeline()
                        .addLast(new CallerChannel(patience(), problems, admission, leaving, 100))
                        .addLast(new Detection(new Server()));
            }
        });
        connection.pipeline().fireChannelActive();
    }

    /** Finds out with the first bytes which HTTP it is, as Vert.x does. */
    private static final class Detection extends ChannelInboundHandlerAdapter {

        private final ChannelHandler server;

        private Detection(ChannelHandler server) {
            this.server = server;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ByteBuf buffer = (ByteBuf) bytes;
            if (buffer.getByte(buffer.readerIndex()) == HANDSHAKE) {
                http1(context.pipeline());
                context.pipeline().remove(this);
                buffer.release();
                return;
            }
            if (buffer.toString(StandardCharsets.US_ASCII).startsWith("PRI ")) {
                context.pipeline()
                        .addLast("handler", Http2FrameCodecBuilder.forServer().build());
            } else {
                http1(context.pipeline());
            }
            context.pipeline().remove(this);
            context.fireChannelRead(bytes);
        }

        private void http1(ChannelPipeline pipeline) {
            pipeline.addLast("httpDecoder", new HttpRequestDecoder())
                    .addLast("httpEncoder", new HttpResponseEncoder())
                    .addLast("handler", server);
        }
    }

    /** Takes requests, and answers when the test does. */
    private final class Server extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                served.add(request.uri());
            }
            if (message instanceof HttpContent content) {
                bodies += content.content().readableBytes();
            }
            ReferenceCountUtil.release(message);
        }
    }

    private static ConnectionConfig patience() {
        return new ConnectionConfig() {
            @Override
            public Duration slow() {
                return Duration.ofSeconds(SLOW_SECONDS);
            }

            @Override
            public Duration idle() {
                return Duration.ofSeconds(IDLE_SECONDS);
            }
        };
    }

    @AfterEach
    void release() {
        var unused = connection.finishAndReleaseAll();
    }

    private void send(String text) {
        var unused = connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(int seconds) {
        for (int half = 0; half < 2 * seconds; half++) {
            freeze(500);
        }
    }

    /** Nothing is done meanwhile. */
    private void freeze(int millis) {
        connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        connection.runPendingTasks();
    }

    private static DefaultFullHttpResponse answer(int size) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[size]));
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (Object part = connection.readOutbound(); part != null; part = connection.readOutbound()) {
            text.append(((ByteBuf) part).toString(StandardCharsets.US_ASCII));
            ReferenceCountUtil.release(part);
        }
        return text.toString();
    }

    @Test
    void requestThatIsSentByteByByteIsCutAfterThePatience() {
        for (int second = 0; second < SLOW_SECONDS; second++) {
            send("G");
            pass(1);
            assertThat(connection.isOpen()).isTrue();
        }

        pass(SLOW_SECONDS / 4 + 1);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void slowBodyIsCutToo() {
        send("POST / HTTP/1.1\r\nContent-Length: 90\r\n\r\n");
        for (int second = 0; second < SLOW_SECONDS + SLOW_SECONDS / 4 + 1; second++) {
            send(" ");
            pass(1);
        }

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void manyQuickRequestsAreNotOneSlowOne() {
        for (int second = 0; second < 5 * SLOW_SECONDS; second++) {
            send("GET / HTTP/1.1\r\n\r\nGET");
            connection.writeOutbound(answer(0));
            pass(1);
            send(" / HTTP/1.1\r\n\r\n");
            connection.writeOutbound(answer(0));
        }

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void callerMayWaitForItsAnswerAsLongAsItTakes() {
        send("GET / HTTP/1.1\r\n\r\n");

        pass(3_600);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void requestThatWeDoNotReadIsNotSlow() {
        send("POST / HTTP/1.1\r\nContent-Length: 90\r\n\r\n");
        connection.config().setAutoRead(false);

        pass(3_600);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void connectionWithoutARequestIsClosed() {
        send("GET / HTTP/1.1\r\n\r\n");
        connection.writeOutbound(answer(0));
        pass(IDLE_SECONDS);
        assertThat(connection.isOpen()).isTrue();

        pass(SLOW_SECONDS / 2);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void interimAnswerIsNone() {
        send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        send(" ");

        pass(10 * IDLE_SECONDS);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void answerThatIsNotTakenEndsTheConnection() {
        send("GET / HTTP/1.1\r\n\r\n");
        // Not flushed: it stays in memory as where the socket takes nothing.
        var unused = connection.pipeline().write(answer(1_000_000));
        pass(SLOW_SECONDS);
        assertThat(connection.isOpen()).isTrue();

        pass(SLOW_SECONDS);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void answerThatIsTakenInTimeDoesNot() {
        for (int report = 0; report < 10; report++) {
            send("GET / HTTP/1.1\r\n\r\n");
            var unused = connection.pipeline().write(answer(1_000_000));
            pass(SLOW_SECONDS / 2);
            connection.flush();
            pass(SLOW_SECONDS / 2);
        }

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void bodyWithoutALengthIsTakenUpToTheLargest() {
        send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + " ".repeat(100) + "\r\n");
        assertThat(sent()).isEmpty();

        send("1\r\n \r\n");

        assertThat(sent()).startsWith("HTTP/1.1 413 ").contains("connection: close", "/problems/request-too-large");
        assertThat(connection.isOpen()).isTrue();
        pass(2);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void bodyAfterItsAnswerIsNotAnsweredAgain() {
        send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.writeOutbound(answer(0));

        send("zz\r\n");

        assertThat(sent()).doesNotContain("400");
    }

    @Test
    void refusedRequestIsAnsweredWithoutTheServerAndTheNextIsTaken() {
        send("POST /refused HTTP/1.1\r\nX-Request-Id: mine\r\nContent-Length: 2\r\n\r\n{");
        send("}GET /taken HTTP/1.1\r\n\r\n");

        assertThat(sent())
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1\r\n", "X-Request-Id: mine\r\n", "/problems/overloaded")
                .containsOnlyOnce("HTTP/1.1");
        assertThat(served).containsExactly("/taken");
    }

    @Test
    void refusalIsLeftToTheServerWhereOthersComeFirst() {
        send("GET /taken HTTP/1.1\r\n\r\nGET /refused HTTP/1.1\r\n\r\n");

        assertThat(sent()).isEmpty();
        assertThat(served).containsExactly("/taken", "/refused");
    }

    @Test
    void headersForAPageAndTheEndOfAConnectionAreLeftToTheServer() {
        send("GET /refused HTTP/1.1\r\nOrigin: https://portal\r\n\r\n");
        connection.writeOutbound(answer(0));
        send("GET /refused HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(served).hasSize(2);
    }

    @Test
    void answerOfAGatewayThatIsAboutToStopIsTheLastOfItsConnection() {
        send("GET /first HTTP/1.1\r\n\r\n");
        leaving.begin();

        connection.writeOutbound(answer(0));

        assertThat(sent()).startsWith("HTTP/1.1 200 ").contains("connection: close");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void requestsThatHaveComeBeforeThatAreAllAnswered() {
        send("GET /first HTTP/1.1\r\n\r\nGET /second HTTP/1.1\r\n\r\n");
        leaving.begin();

        connection.writeOutbound(answer(0));
        assertThat(sent()).doesNotContain("connection: close");
        connection.writeOutbound(answer(0));

        assertThat(sent()).contains("connection: close");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void gatewayLeavesAConnectionOnWhichNothingIsUnderWay() {
        send("GET / HTTP/1.1\r\n\r\n");
        connection.writeOutbound(answer(0));

        assertThat(watched().leaveIfIdle()).isTrue();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void gatewayLeavesNobodyWhoWaitsForAnAnswerOrIsAboutToAsk() {
        send("GET / HTTP/1.1\r\n\r\n");
        assertThat(watched().leaveIfIdle()).isFalse();
        connection.writeOutbound(answer(0));
        send("GET / HT");

        assertThat(watched().leaveIfIdle()).isFalse();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void gatewayLeavesNobodyWhoHasNotTakenItsAnswerYet() {
        send("GET / HTTP/1.1\r\n\r\n");
        // Not flushed: it stays in memory as where the socket takes nothing.
        var unused = connection.pipeline().write(answer(1_000_000));

        assertThat(watched().leaveIfIdle()).isFalse();
    }

    @Test
    void gatewayLeavesWhoeverHasSaidNothingYet() {
        send((char) HANDSHAKE + "hello");

        assertThat(watched().leaveIfIdle()).isTrue();
    }

    @Test
    void gatewayLeavesAConnectionOfHttp2ThatHasNoRequest() {
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        var settings = sent();

        assertThat(watched().leaveIfIdle()).isTrue();

        assertThat(settings).isNotEmpty();
        assertThat(connection.isOpen()).isFalse();
    }

    private CallerChannel watched() {
        return connection.pipeline().get(CallerChannel.class);
    }

    @Test
    void connectionOfHttp2MayBeIdleForLonger() {
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

        pass(10 * IDLE_SECONDS);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void answerOfHttp2ThatIsNotTakenEndsTheConnection() {
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        var unused = connection.pipeline().context("handler").write(Unpooled.wrappedBuffer(new byte[1_000_000]));

        pass(2 * SLOW_SECONDS);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void connectionThatSaysNothingIsClosed() {
        pass(IDLE_SECONDS + SLOW_SECONDS / 2);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void handshakeIsNoRequest() {
        send((char) HANDSHAKE + "hello");
        pass(IDLE_SECONDS - 1);
        send("GET / HTTP/1.1\r\n");
        pass(SLOW_SECONDS - 1);
        send("\r\n");
        pass(2 * SLOW_SECONDS);

        assertThat(connection.isOpen()).isTrue();
        assertThat(served).hasSize(1);
    }

    @Test
    void handshakeWithoutARequestIsIdle() {
        send((char) HANDSHAKE + "hello");

        pass(IDLE_SECONDS + SLOW_SECONDS / 2);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void strayBytesOfACallerThatWaitsAreNoRequest() {
        send("GET / HTTP/1.1\r\n\r\n");
        send("\r\n");

        pass(3_600);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void bodyOfAPipelinedRequestThatNeverComesIsSlow() {
        send("GET / HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\nContent-Length: 90\r\n\r\n");

        pass(SLOW_SECONDS + SLOW_SECONDS / 4 + 1);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void timeInWhichWeAreFrozenIsNotTheCallers() {
        send("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");

        freeze(10_000 * IDLE_SECONDS);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void requestAfterTheLastAnswerIsNotTaken() {
        DefaultFullHttpResponse last = answer(0);
        last.headers().set("Connection", "close");
        send("POST /one HTTP/1.1\r\nContent-Length: 2\r\n\r\n ");
        connection.writeOutbound(last);
        send(" POST /two HTTP/1.1\r\nContent-Length: 2\r\n\r\n  GET /three HTTP/1.1\r\n\r\n");

        assertThat(served).containsExactly("/one");
        assertThat(bodies).isEqualTo(2);
    }
}
