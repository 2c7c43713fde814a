package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.Siege.Ending;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.OwnThread;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorHttp;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vendors that never come to an end: neither bytes nor time are theirs to spend. */
@QuarkusTest
class HostileFloodTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String LONG = OK + "Content-Length: 1000000000000\r\n\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    /** What two operating systems' buffers take in before anybody reads or after nobody does. */
    private static final long BUFFERS = 4L << 20;

    private static final Duration AFTER_THE_TIMEOUT = Duration.ofSeconds(10);

    @Inject
    @All
    List<QuotaProvider> providers;

    @Inject
    VendorHttp http;

    @Inject
    FetchConfig config;

    private Siege siege() {
        return new Siege(providers, http);
    }

    private static Named<Script> flood(String name, String start, String more) {
        return named(name, (request, wire) -> {
            wire.send(start);
            wire.flood(more);
        });
    }

    static Stream<Named<Script>> floods() {
        String chunk = "1000\r\n" + " ".repeat(4096) + "\r\n";
        String extension = ";" + "x".repeat(4000);
        return Stream.of(
                flood("body with a length", LONG, " "),
                flood("body in chunks", CHUNKED, chunk),
                flood("body until the end", OK + "\r\n", " "),
                flood("body of right JSON", OK + "\r\n", "{}"),
                flood(
                        "body in a form",
                        OK.replace("application/json", "multipart/form-data; boundary=x") + "\r\n",
                        "--x\r\n"),
                flood("body of an error", LONG.replace("200", "503"), " "),
                flood("body of a refusal", CHUNKED.replace("200", "401"), chunk),
                flood("body of a redirect", LONG.replace("200", "302"), " "),
                flood("compressed body", OK + "Content-Encoding: gzip\r\n\r\n", "\0"),
                flood("chunks of one byte behind much else", CHUNKED, "1" + extension + "\r\n \r\n"),
                flood("size of a chunk", CHUNKED + "1;", "x"),
                flood("trailers", CHUNKED + "0\r\n", "X-Y: z\r\n"),
                flood("status line", "HTTP/1.1 200 ", "x"),
                flood("one header", OK + "X-Y: ", "z"),
                flood("name of a header", OK, "x"),
                flood("many headers", OK, "X-Y: z\r\n"),
                flood("many cookies", OK, "Set-Cookie: a=b\r\n"),
                flood("folded header", OK + "X-Y: z\r\n", " z\r\n"),
                flood("interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n"),
                flood("early hints", "", "HTTP/1.1 103 x\r\nLink: </" + "x".repeat(4000) + ">\r\n\r\n"),
                flood("empty lines", "", "\r\n"),
                flood("white space", "", " "),
                flood("nothing of HTTP", "", "\0"));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void floodIsAContractViolationAndIsReadNoFurtherThanAllowed(Script flood) {
        List<Ending> endings = siege().all(flood);

        Siege.assertEnds(Reason.CONTRACT_VIOLATION, endings.stream());
        assertThat(endings)
                .extracting(Ending::sent)
                .allMatch(sent -> sent <= config.maxResponseBytes().asLongValue() + BUFFERS);
    }

    @Test
    void answerMayBeAsLargeAsAllowedAndNotAByteLarger() {
        int max = (int) config.maxResponseBytes().asLongValue();

        assertThat(siege().all(padded(max)))
                .allSatisfy(
                        ending -> assertThat(ending.reason()).as(ending.call()).isEmpty());
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(padded(max + 1)).stream());
    }

    @Test
    void interimAnswersComeToAnEndHoweverSlowTheyAre() {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, siege().all(drip("", "HTTP/1.1 103 x\r\n\r\n")).stream());
    }

    private static Script padded(int length) {
        return (request, wire) -> {
            byte[] json = FourVendors.healthy(request).body();
            wire.send(OK + "Content-Length: " + length + "\r\n\r\n" + " ".repeat(length - json.length));
            wire.send(json);
        };
    }

    private static Script drip(String start, String more) {
        return (request, wire) -> {
            wire.send(start);
            wire.drip(more);
        };
    }

    /** All at once, since each takes as long as a fetch may. */
    @Test
    void dripIsATimeoutHoweverItGoesOn() {
        List<Script> drips = List.of(
                (request, wire) -> wire.silence(),
                (request, wire) -> {
                    wire.send(LONG + "{");
                    wire.silence();
                },
                drip(LONG, " "),
                drip(CHUNKED, "1\r\n \r\n"),
                drip(OK + "\r\n", " "),
                drip(LONG.replace("200", "503"), " "),
                drip(OK, "X-Y: z\r\n"),
                drip("HTTP/1.1 200 ", "x"),
                drip("", "\r\n"));
        long start = System.nanoTime();

        List<Ending> endings = drips.stream()
                .map(drip -> CompletableFuture.supplyAsync(() -> siege().all(drip), OwnThread.FOR_EACH))
                .toList()
                .stream()
                .flatMap(each -> each.join().stream())
                .toList();

        Siege.assertEnds(Reason.TIMEOUT, endings.stream());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(config.timeout().plus(AFTER_THE_TIMEOUT));
    }
}
