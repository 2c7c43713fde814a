package io.quotagate.chaos;

import io.quotagate.chaos.Tongue.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a vendor does with a call. */
enum Fault {
    NONE(Truth.SAID, Scene::answerWell),
    LATENCY(Truth.SAID, scene -> {
        scene.dawdle();
        scene.answerWell();
    }),
    STALL(Truth.NOT_SAID, Scene::awaitTheirGoing),
    THROTTLED(Truth.NOT_SAID, scene -> scene.refuse(Refusal.THROTTLED)),
    SERVER_FAULT(Truth.NOT_SAID, scene -> scene.refuse(Refusal.FAULT)),
    UNAVAILABLE(Truth.NOT_SAID, scene -> scene.refuse(Refusal.UNAVAILABLE)),
    FORBIDDEN(Truth.NOT_SAID, scene -> scene.refuse(Refusal.FORBIDDEN)),
    EXPIRED(Truth.NOT_SAID, scene -> {
        scene.forget();
        scene.refuse(Refusal.EXPIRED);
    }),
    ERROR_IN_SUCCESS(Truth.NOT_SAID, scene -> scene.answer(scene.tongue().withError(scene.json(), scene.words()))),
    RESET_IN_THE_MIDDLE(Truth.NOT_SAID, scene -> {
        scene.sayHalf();
        scene.reset();
    }),
    HALF_CLOSE(Truth.NOT_SAID, scene -> {
        scene.sayHalf();
        scene.stopSpeaking();
        scene.awaitTheirGoing();
    }),
    CLOSED_WITHOUT_A_BYTE(Truth.NOT_SAID, Scene::hangUp),
    EMPTY(Truth.NOT_SAID, scene -> scene.answer("")),
    TRUNCATED_JSON(Truth.NOT_SAID, scene -> {
        String json = scene.json();
        scene.answer(json.substring(0, json.length() / 2));
    }),
    TRAILING_GARBAGE(Truth.NOT_SAID, scene -> scene.answer(scene.json() + "{")),
    HTML(Truth.NOT_SAID, scene -> scene.answer(200, "text/html", "<html>" + scene.words() + "</html>", Map.of())),
    GARBAGE(Truth.NOT_SAID, scene -> scene.answer(200, "application/json", scene.noise(), Map.of())),
    NOT_HTTP(Truth.NOT_SAID, scene -> {
        scene.say("SSH-2.0-" + scene.words() + "\r\n\r\n");
        scene.hangUp();
    }),
    BAD_CHUNK(Truth.NOT_SAID, scene -> {
        scene.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-hex\r\n" + scene.json());
        scene.hangUp();
    }),
    HUGE(Truth.NOT_SAID, scene -> scene.answer(" ".repeat(Scene.HUGE_BYTES) + scene.json())),
    GZIP(
            Truth.SAID,
            scene -> scene.answer(
                    200, "application/json", Scene.gzip(scene.json()), Map.of("Content-Encoding", "gzip"))),
    GZIP_BOMB(
            Truth.NOT_SAID,
            scene -> scene.answer(
                    200,
                    "application/json",
                    Scene.gzip(" ".repeat(10 * Scene.HUGE_BYTES)),
                    Map.of("Content-Encoding", "gzip"))),
    REDIRECT(
            Truth.NOT_SAID,
            scene -> scene.answer(302, "application/json", scene.json(), Map.of("Location", scene.elsewhere()))),
    WRONG_CONTENT_TYPE(Truth.SAID, scene -> scene.answer(200, "text/plain", scene.json(), Map.of())),
    WRONG_CHARSET(
            Truth.SAID,
            scene -> scene.answer(
                    200, "application/json;charset=UTF-16", scene.json().getBytes(StandardCharsets.UTF_16), Map.of())),
    BYTE_ORDER_MARK(Truth.SAID, scene -> scene.answer("\ufeff" + scene.json())),
    DUPLICATE_KEYS(Truth.NOT_SAID, scene -> scene.answer(scene.doubled())),
    NAN(Truth.NOT_SAID, scene -> scene.answerWith("NaN")),
    INFINITY(Truth.NOT_SAID, scene -> scene.answerWith("-Infinity")),
    NEGATIVE(Truth.NOT_SAID, scene -> scene.answer(scene.tongue().negative(scene.json()))),
    FRACTION(Truth.NOT_SAID, scene -> scene.answerWith("7.00001")),
    HUGE_EXPONENT(Truth.NOT_SAID, scene -> scene.answerWith("1e400")),
    DIGITS_400(Truth.NOT_SAID, scene -> scene.answerWith("7".repeat(400))),
    NESTED(Truth.NOT_SAID, scene -> scene.answerWith("[".repeat(5_000) + "]".repeat(5_000))),
    DRIP(Truth.NOT_SAID, Scene::drip),
    /** Numbers where 64 bits end. */
    INT64_EDGES(Truth.SAID, Scene::answerWell),
    COOKIE(
            Truth.SAID,
            scene -> scene.answer(
                    200, "application/json", scene.json(), Map.of("Set-Cookie", "session=" + Scene.MARK + "; Path=/"))),
    /** A second answer right behind the first, to a question that nobody asked. */
    SURPLUS(Truth.SAID, Scene::answerTwice),
    /** Nobody listens: not chosen for a call, as there is none. */
    REFUSED(Truth.NOT_SAID, Scene::hangUp);

    private final Truth truth;
    private final Act act;

    /** Whether what was written is said in the sense of the vendor's documentation. */
    private enum Truth {
        SAID,
        NOT_SAID
    }

    private interface Act {
        void play(Scene scene) throws IOException;
    }

    Fault(Truth truth, Act act) {
        this.truth = truth;
        this.act = act;
    }

    /** Those that a call can meet. */
    static List<Fault> ofCalls() {
        return Stream.of(values())
                .filter(fault -> fault != NONE && fault != REFUSED)
                .toList();
    }

    /** False where its numbers must never be shown. */
    boolean isCredible() {
        return truth == Truth.SAID;
    }

    void play(Scene scene) throws IOException {
        act.play(scene);
    }
}
