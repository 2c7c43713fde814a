package io.quotagate.chaos;

import io.quotagate.chaos.Temper.Mood;
import io.quotagate.chaos.Tongue.Call;
import io.quotagate.chaos.Tongue.Kind;
import io.quotagate.chaos.Tongue.Refusal;
import io.quotagate.chaos.Tongue.Reply;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A vendor on a port of this machine whose numbers change with every answer, and who answers as its temper has it. */
final class LyingVendor implements AutoCloseable {

    /** Where redirects lead; nobody may ever come. */
    static final String ELSEWHERE = "/elsewhere";

    private static final Account NOBODY = new Account("nobody", "nothing", Vendor.KOODRIVE, 0, Duration.ZERO);

    private final Vendor vendor;
    private final Tongue tongue;
    private final Temper temper;
    private final Speeches speeches;
    private final Complaints complaints;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket door;

    LyingVendor(Vendor vendor, List<Account> accounts, long seed, Speeches speeches, Complaints complaints) {
        this.vendor = vendor;
        this.tongue = vendor.tongue(accounts, complaints);
        this.temper = new Temper(seed);
        this.speeches = speeches;
        this.complaints = complaints;
        door = anyDoor();
        port = door.getLocalPort();
        receive(door);
    }

    /** Below the ports that the system gives out: while it is closed nobody else gets it, nor its caller as its own. */
    private static ServerSocket anyDoor() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            try {
                return door(ThreadLocalRandom.current().nextInt(15_000, 32_000));
            } catch (UncheckedIOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static ServerSocket door(int port) {
        try {
            ServerSocket door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 200);
            return door;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Map<Fault, Integer> met() {
        return temper.met();
    }

    /** Also hangs up on all whom the mood before keeps waiting. */
    synchronized void turn(Mood mood) {
        temper.turn(mood);
        if (mood == Mood.GONE) {
            close();
        } else if (door.isClosed()) {
            door = door(port);
            receive(door);
        }
        if (mood == Mood.CALM) {
            open.forEach(LyingVendor::close);
        }
    }

    private void receive(ServerSocket at) {
        start("door", () -> {
            while (!at.isClosed()) {
                Socket socket = at.accept();
                open.add(socket);
                start("talk", () -> talk(socket));
            }
        });
    }

    private interface Task {
        void run() throws IOException;
    }

    private void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException gone) {
                        // The other side has left, or we have: both are part of the play.
                        Thread.onSpinWait();
                    }
                },
                vendor.provider() + "-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, bug) -> complaints.add("the test's vendor failed", trace(bug)));
        thread.start();
    }

    private static String trace(Throwable bug) {
        return bug + " at " + bug.getStackTrace()[0];
    }

    private void talk(Socket socket) throws IOException {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Optional<Request> next = Request.read(in); next.isPresent(); next = Request.read(in)) {
                answer(socket, next.get());
            }
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Socket socket, Request request) throws IOException {
        complaints.check(!request.path().startsWith(ELSEWHERE), "a redirect was followed", vendor.provider());
        complaints.check(request.header("cookie").isEmpty(), "a cookie was sent back", vendor.provider());
        Optional<Call> heard = tongue.hear(request);
        if (heard.isEmpty()) {
            refuse(socket, request);
            return;
        }
        Call call = heard.get();
        Fault fault = call.kind() == Kind.DATA ? temper.next() : temper.nextAside();
        fault.play(new Scene(socket, tongue, call, fault, request, speeches.nextStamp(), speeches::add));
    }

    /** An old session is no fault of the caller's. */
    private void refuse(Socket socket, Request request) throws IOException {
        Reply reply = tongue.refusal(Refusal.EXPIRED, Kind.DATA, Scene.MARK + " " + request.sent());
        Call nobody = Call.data(NOBODY, "");
        new Scene(socket, tongue, nobody, Fault.NONE, request, 0, said -> {})
                .answer(reply.status(), "application/json", reply.body(), reply.headers());
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyClosed) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        close(door);
        open.forEach(LyingVendor::close);
    }
}
