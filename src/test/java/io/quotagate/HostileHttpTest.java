package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documented answers in frames that are unusual, or broken. */
@QuarkusTest
class HostileHttpTest {

    private static final String JSON = "Content-Type: application/json\r\n";

    @Inject
    @All
    List<QuotaProvider> providers;

    @Inject
    VendorHttp http;

    private Siege siege() {
        return new Siege(providers, http);
    }

    private static Named<Script> framed(String name, Function<String, String> frame) {
        return named(name, frame(frame));
    }

    /** The documented answer in another frame; the vendor closes after it. */
    private static Script frame(Function<String, String> frame) {
        return (request, wire) -> {
            wire.send(frame.apply(body(request)));
            wire.close();
        };
    }

    private static String body(Request request) {
        return new String(FourVendors.healthy(request).body(), StandardCharsets.UTF_8);
    }

    private static String ok(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
    }

    private static String sized(String headers, String body) {
        return ok(headers + "Content-Length: " + body.length() + "\r\n", body);
    }

    private static String chunk(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    private static String chunked(String headers, String body) {
        int half = body.length() / 2;
        return ok(
                headers + "Transfer-Encoding: chunked\r\n",
                chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n");
    }

    static Stream<Named<Script>> unusualFrames() {
        return Stream.of(
                framed("with its length", json -> sized(JSON, json)),
                framed("without a media type", json -> sized("", json)),
                framed("until the end", json -> ok(JSON, json)),
                framed("chunked", json -> chunked(JSON, json)),
                framed("HTTP/1.0", json -> "HTTP/1.0 200 OK\r\n" + JSON + "\r\n" + json),
                framed(
                        "after interim answers",
                        json -> "HTTP/1.1 100 Continue\r\n\r\n"
                                + "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + sized(JSON, json)),
                framed(
                        "with its encoding in capitals",
                        json -> sized("content-type: Application/JSON; Charset=\"UTF-8\"\r\n", json)),
                framed(
                        "as a kind of JSON",
                        json -> sized("Content-Type: application/vnd.x+json;charset=utf-8;v=1\r\n", json)),
                framed("with cookies", json -> sized(JSON + "Set-Cookie: a=b\r\nSet-Cookie: ;;;=\r\n", json)),
                framed("that promises to stay", json -> sized(JSON + "Connection: keep-alive\r\n", json)),
                framed("without a reason phrase", json -> sized(JSON, json).replaceFirst(" OK", "")));
    }

    /** Whoever stands in between may count by the length, and take the rest for the next answer (RFC 9112 §6.3). */
    @Test
    void chunkedAnswerThatHasALengthTooIsNoAnswer() {
        Script twoLengths = frame(json -> chunked(JSON + "Content-Length: 3\r\n", json));

        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(twoLengths).stream());
    }

    @ParameterizedTest
    @MethodSource("unusualFrames")
    void frameThatHttpAllowsIsUnderstood(Script unusual) {
        assertThat(siege().all(unusual))
                .allSatisfy(
                        ending -> assertThat(ending.reason()).as(ending.call()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/html",
                "Content-Type: text/html;charset=UTF-8",
                "Content-Type: text/plain",
                "Content-Type: application/xml",
                "Content-Type: application/octet-stream",
                "Content-Type: application/jsonp",
                "Content-Type: json",
                "Content-Type: ",
                "Content-Type: ;charset=utf-8",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: application/json; charset=ISO-8859-1",
                "Content-Type: application/json; charset=GBK",
                "Content-Type: application/json;charset=\"gb18030\"",
                "Content-Type: application/json;charset=utf-16",
                "Content-Type: application/json; charset=utf-7",
                "Content-Type: application/json; charset=utf-8; charset=gbk",
                "Content-Type: application/json; charset",
                "Content-Type: application/json, text/html",
                "Content-Type: application/json\r\nContent-Type: text/html",
                "Content-Type: application/json\r\nContent-Type: application/json; charset=gbk",
                "Content-Type: application/json\r\nContent-Encoding: gzip",
                "Content-Type: application/json\r\nContent-Encoding: br",
                "Content-Type: application/json\r\nContent-Encoding: identity, gzip",
                "Content-Type: application/json\r\nTransfer-Encoding: gzip",
                "Content-Type: application/json\r\nTransfer-Encoding: xchunked"
            })
    void declarationOfAnythingButPlainJsonIsAContractViolation(String headers) {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(frame(json -> sized(headers + "\r\n", json))).stream());
    }

    static Stream<Named<Script>> compressed() {
        byte[] bomb = HostileBodies.gzip(new byte[64 << 20]);
        return Stream.of("gzip", "deflate", "br", "x-gzip", "GZIP")
                .flatMap(coding -> Stream.of(
                        named(
                                "honest " + coding,
                                encoded(
                                        coding,
                                        request -> HostileBodies.gzip(
                                                FourVendors.healthy(request).body()))),
                        named("bomb of " + coding, encoded(coding, request -> bomb))));
    }

    private static Script encoded(String coding, Function<Request, byte[]> body) {
        return (request, wire) -> wire.send(new Reply(
                200, Map.of("Content-Type", "application/json", "Content-Encoding", coding), body.apply(request)));
    }

    @ParameterizedTest
    @MethodSource("compressed")
    void compressedAnswerWasNotAskedForAndIsAContractViolation(Script compressed) {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(compressed).stream());
    }

    static Stream<Named<Script>> notHttp() {
        return Stream.of(
                framed("HTTP/0.9", json -> json + "\r\n"),
                framed("HTTP/2.0", json -> sized(JSON, json).replaceFirst("1\\.1", "2.0")),
                framed("HTTP/3", json -> sized(JSON, json).replaceFirst("1\\.1", "3")),
                framed("HTTP/1.2", json -> sized(JSON, json).replaceFirst("1\\.1", "1.2")),
                framed("preface of HTTP/2", json -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + json),
                framed("settings of HTTP/2", json -> "\0\0\0\4\0\0\0\0\0" + json + "\r\n"),
                framed("another protocol", json -> "SSH-2.0-OpenSSH_9.6\r\n"),
                framed("alert of TLS", json -> "\u0015\u0003\u0001\u0000\u0002\u0002\u0046\r\n\r\n"),
                framed("no status", json -> "HTTP/1.1\r\n\r\n" + json),
                framed("status that is no number", json -> "HTTP/1.1 OK 200\r\n\r\n" + json),
                framed("negative status", json -> "HTTP/1.1 -200 OK\r\n\r\n" + json),
                framed("header without a colon", json -> sized(JSON + "X-Y\r\n", json)),
                framed("header without a name", json -> sized(JSON + ": x\r\n", json)),
                framed("NUL in a header", json -> sized(JSON + "X-Y: a\0b\r\n", json)),
                framed("negative length", json -> ok(JSON + "Content-Length: -1\r\n", json)),
                framed("length that is no number", json -> ok(JSON + "Content-Length: all\r\n", json)),
                framed("length beyond int64", json -> ok(JSON + "Content-Length: 9223372036854775808\r\n", json)),
                framed("two lengths", json -> sized(JSON + "Content-Length: 3\r\n", json)),
                framed("two lengths in one", json -> ok(JSON + "Content-Length: 3, 4\r\n", json)),
                framed("length that is too short", json -> ok(JSON + "Content-Length: 9\r\n", json)),
                framed("length of nothing", json -> ok(JSON + "Content-Length: 0\r\n", json)),
                framed("chunk of a negative length", json -> unsizedChunks("-5\r\n" + json)),
                framed("chunk without a length", json -> unsizedChunks("zz\r\n" + json)),
                framed("chunk beyond int64", json -> unsizedChunks("fffffffffffffffff\r\n" + json)),
                framed("no chunks", json -> unsizedChunks(json + "\r\n")));
    }

    private static String unsizedChunks(String body) {
        return ok(JSON + "Transfer-Encoding: chunked\r\n", body);
    }

    @ParameterizedTest
    @MethodSource("notHttp")
    void whatIsNoHttpIsAContractViolation(Script hostile) {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(hostile).stream());
    }

    static Stream<Named<Script>> cutOff() {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                        "",
                        "HTTP/1.1 2",
                        "HTTP/1.1 200 OK\r\nContent-Ty",
                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                        "HTTP/1.1 503 x\r\nContent-Length: 100\r\n\r\n{",
                        "HTTP/1.1 100 Continue\r\n\r\n",
                        chunked + "f",
                        chunked + "ff\r\n{",
                        chunked + "2\r\n{}\r\n")
                .flatMap(sent -> Stream.of(
                        cut("closed", sent, HostileWire::close),
                        cut("half-closed", sent, HostileWire::halfClose),
                        cut("reset", sent, HostileWire::reset)));
    }

    /** How a connection ends. */
    private interface End {

        void of(HostileWire wire) throws IOException;
    }

    private static Named<Script> cut(String how, String sent, End end) {
        String where = sent.isEmpty() ? "any byte" : sent.replaceAll("\\s+", " ");
        return named(how + " after " + where, (request, wire) -> {
            wire.send(sent);
            end.of(wire);
        });
    }

    @ParameterizedTest
    @MethodSource("cutOff")
    void vendorThatHangsUpIsUnavailable(Script hostile) {
        Siege.assertEnds(Reason.UNAVAILABLE, siege().all(hostile).stream());
    }

    static Stream<Named<Script>> undocumentedStatuses() {
        return Stream.of(201, 202, 203, 204, 205, 206, 299, 304)
                .flatMap(status -> Stream.of(
                        framed(
                                status + " with a body",
                                json -> sized(JSON, json).replaceFirst("200", "" + status)),
                        framed(status + " without a body", json -> "HTTP/1.1 " + status + " x\r\n\r\n")));
    }

    @ParameterizedTest
    @MethodSource("undocumentedStatuses")
    void successThatIsNotDocumentedIsAContractViolation(Script hostile) {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(hostile).stream());
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308, 399})
    void redirectIsAContractViolationAndNeverFollowed(int status) {
        try (HostileVendor elsewhere = new HostileVendor(Script.healthy())) {
            for (String location : List.of(elsewhere.url() + "/x", "/x", "//x", "?x", "http://[", "")) {
                String head = "HTTP/1.1 " + status + " x\r\nLocation: " + location + "\r\n" + JSON;
                Script redirect = frame(json -> head + "Content-Length: " + json.length() + "\r\n\r\n" + json);

                Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(redirect).stream());
            }
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 599})
    void pageOfAProxyIsAsUnavailableAsTheVendor(int status) {
        Script page = frame(json -> "HTTP/1.1 " + status + " x\r\nContent-Type: text/html\r\n\r\n<html>");

        Siege.assertEnds(Reason.UNAVAILABLE, siege().all(page).stream());
    }
}
