package io.quotagate.chaos;

import io.quotagate.chaos.Tongue.Call;
import io.quotagate.chaos.Tongue.Kind;
import io.quotagate.chaos.Tongue.Refusal;
import io.quotagate.chaos.Tongue.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** One call, and what a vendor can do about it on the wire. */
final class Scene {

    /** In all words of vendors, which nobody but the gateway may see. */
    static final String MARK = "VendorWords";

    static final int HUGE_BYTES = 2_000_000;

    private static final String JSON = "application/json";
    private static final long DRIP_NANOS = 50_000_000;

    private final Socket socket;
    private final Tongue tongue;
    private final Call call;
    private final Fault fault;
    private final Request request;
    private final Consumer<Said> listener;
    private final long stamp;
    private final long nanos = System.nanoTime();
    private final long millis = System.currentTimeMillis();

    /** @param listener hears of all numbers before they are written */
    Scene(Socket socket, Tongue tongue, Call call, Fault fault, Request request, long stamp, Consumer<Said> listener) {
        this.socket = socket;
        this.tongue = tongue;
        this.call = call;
        this.fault = fault;
        this.request = request;
        this.stamp = stamp;
        this.listener = listener;
    }

    Tongue tongue() {
        return tongue;
    }

    /** What stands in a right answer. */
    String json() {
        if (call.kind() != Kind.DATA) {
            return tongue.greeting(call);
        }
        Numbers plain = Numbers.of(stamp, call.account());
        Numbers numbers = fault == Fault.INT64_EDGES ? plain.atTheEdge() : plain;
        String json = tongue.numbers(call, numbers);
        listener.accept(new Said(call.account(), call.part(), stamp, fault, numbers.shown(), nanos, millis));
        return json;
    }

    String words() {
        return MARK + " " + request.sent();
    }

    /** The same, with its first count there twice. */
    String doubled() {
        return tongue.count().matcher(json()).replaceFirst("$11,$1" + 2);
    }

    byte[] noise() {
        byte[] noise = new byte[500];
        ThreadLocalRandom.current().nextBytes(noise);
        return noise;
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    String elsewhere() {
        return "http://127.0.0.1:" + socket.getLocalPort() + LyingVendor.ELSEWHERE + "?" + MARK;
    }

    void forget() {
        tongue.forget(call.account());
    }

    void refuse(Refusal refusal) throws IOException {
        Reply reply = tongue.refusal(refusal, call.kind(), words());
        answer(reply.status(), reply.body().startsWith("{") ? JSON : "text/plain", reply.body(), reply.headers());
    }

    void answerWell() throws IOException {
        answer(json());
    }

    void answerWith(String count) throws IOException {
        answer(tongue.replaced(json(), count));
    }

    void answer(String json) throws IOException {
        answer(200, JSON, json, Map.of());
    }

    void answer(int status, String type, String body, Map<String, String> headers) throws IOException {
        answer(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    void answer(int status, String type, byte[] body, Map<String, String> headers) throws IOException {
        say(response(status, type, body, headers));
    }

    private static byte[] response(int status, String type, byte[] body, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + MARK + "\r\nContent-Type: " + type
                + "\r\nX-Note: " + MARK + "\r\nContent-Length: " + body.length + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    void answerTwice() throws IOException {
        byte[] body = json().getBytes(StandardCharsets.UTF_8);
        byte[] ghost = "{\"code\":\"Ghost\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(response(200, JSON, body, Map.of()));
        both.writeBytes(response(500, JSON, ghost, Map.of()));
        say(both.toByteArray());
    }

    void sayHalf() throws IOException {
        byte[] all = response(200, JSON, json().getBytes(StandardCharsets.UTF_8), Map.of());
        socket.getOutputStream().write(all, 0, all.length * 2 / 3);
        socket.getOutputStream().flush();
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.UTF_8));
    }

    private void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void drip() throws IOException {
        say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
        while (!socket.isClosed()) {
            say(" ");
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    void dawdle() {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(300_000_000, 1_200_000_000));
    }

    void awaitTheirGoing() throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            Thread.onSpinWait();
        }
        hangUp();
    }

    void stopSpeaking() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        hangUp();
    }

    void hangUp() throws IOException {
        socket.close();
    }
}
