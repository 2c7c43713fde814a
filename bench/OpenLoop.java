import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Offers reads at a rate, whether they are answered or not: each arrives at its time, on a connection that is free or a new
 * one. With a rate of 0 each connection asks again as soon as it was answered. No two reads are the same, so that each is
 * rendered. Prints, for what arrived after the warm-up: offered/s, 200/s, 503/s, others, and µs from arrival to answer of
 * those with 200 (p50, p99, p99.9) and of those with 503 (p99).
 */
class OpenLoop {

    private static final int LONGEST_LOG = 20_000_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
    private final ArrayDeque<Caller> free = new ArrayDeque<>();
    private final InetSocketAddress gateway;
    private final int tenants;
    private final int most;
    private final String more;
    private int connections;
    private long asked = System.nanoTime() % 1_000_000_000;
    private long measureFrom;
    private long offered;
    private long missed;
    private long others;
    private final Latencies served = new Latencies();
    private final Latencies refused = new Latencies();

    private OpenLoop(int port, int tenants, int most, String more) throws IOException {
        this.gateway = new InetSocketAddress("127.0.0.1", port);
        this.tenants = tenants;
        this.most = most;
        this.more = more;
    }

    /** port, tenants, reads a second or 0, most connections, seconds of warm-up, seconds, path's end, more headers. */
    public static void main(String[] args) throws IOException {
        OpenLoop loop = new OpenLoop(
                Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[3]), args.length > 6 ? args[6] : "");
        loop.run(Double.parseDouble(args[2]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
    }

    private static final class Latencies {

        private int[] micros = new int[1 << 16];
        private int count;

        void add(long nanos) {
            if (count == micros.length && count < LONGEST_LOG) {
                micros = Arrays.copyOf(micros, 2 * count);
            }
            micros[count++] = (int) (nanos / 1_000);
        }

        int at(double part) {
            return count == 0 ? 0 : micros[(int) Math.min(count - 1, Math.ceil(part * count) - 1)];
        }

        void sort() {
            Arrays.sort(micros, 0, count);
        }
    }

    /** One connection. */
    private final class Caller {

        private final SocketChannel channel = SocketChannel.open();
        private long arrived;
        private int status;
        private long left = -1;
        private final StringBuilder head = new StringBuilder();

        Caller() throws IOException {
            channel.connect(gateway);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask(long time) throws IOException {
            arrived = time;
            long number = asked++;
            int tenant = (int) (number % tenants);
            ByteBuffer request = StandardCharsets.US_ASCII.encode("GET /v1/tenants/t" + tenant + "/quotas?minUtilization=0."
                    + number + " HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k" + tenant + "\r\n" + more + "\r\n");
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** True where the answer is complete. */
        boolean read() throws IOException {
            in.clear();
            int size = channel.read(in);
            if (size < 0) {
                throw new IOException("closed");
            }
            in.flip();
            while (left < 0 && in.hasRemaining()) {
                head.append((char) (in.get() & 0xff));
                if (head.length() > 3 && head.charAt(head.length() - 1) == '\n' && head.charAt(head.length() - 3) == '\n') {
                    status = Integer.parseInt(head, 9, 12, 10);
                    left = length(head.toString());
                    head.setLength(0);
                }
            }
            if (left < 0) {
                return false;
            }
            left -= in.remaining();
            boolean complete = left == 0;
            left = complete ? -1 : left;
            return complete;
        }

        private static long length(String head) {
            String lower = head.toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length: ") + 16;
            return Long.parseLong(lower.substring(at, lower.indexOf('\r', at)));
        }
    }

    private void run(double rate, int warmUp, int seconds) throws IOException {
        Random random = new Random(7);
        long start = System.nanoTime();
        measureFrom = start + warmUp * 1_000_000_000L;
        long end = measureFrom + seconds * 1_000_000_000L;
        long next = start;
        while (rate == 0 && connections < most) {
            connections++;
            new Caller().ask(System.nanoTime());
        }
        for (long now = start; now < end; now = System.nanoTime()) {
            while (rate > 0 && next <= now) {
                arrive(next);
                next += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / rate);
            }
            answers(rate, Math.max(0, rate == 0 ? 100_000_000 : next - now));
        }
        print(seconds, rate);
    }

    private void arrive(long time) throws IOException {
        if (time >= measureFrom) {
            offered++;
        }
        Caller caller = free.poll();
        if (caller == null && connections < most) {
            connections++;
            caller = new Caller();
        }
        if (caller == null) {
            missed++;
            return;
        }
        caller.ask(time);
    }

    private void answers(double rate, long nanos) throws IOException {
        if (nanos < 1_000_000) {
            selector.selectNow();
        } else {
            selector.select(nanos / 1_000_000);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            Caller caller = (Caller) key.attachment();
            if (caller.read()) {
                answered(caller);
                if (rate == 0) {
                    caller.ask(System.nanoTime());
                } else {
                    free.add(caller);
                }
            }
        }
        selector.selectedKeys().clear();
    }

    private void answered(Caller caller) {
        if (caller.arrived < measureFrom) {
            return;
        }
        long nanos = System.nanoTime() - caller.arrived;
        switch (caller.status) {
            case 200 -> served.add(nanos);
            case 503 -> refused.add(nanos);
            default -> others++;
        }
    }

    private void print(int seconds, double rate) {
        served.sort();
        refused.sort();
        System.out.printf(
                Locale.ROOT,
                "%d %d %d %d %d %d %d %d%n",
                rate == 0 ? served.count / seconds : offered / seconds,
                served.count / seconds,
                refused.count / seconds,
                others,
                served.at(0.5),
                served.at(0.99),
                served.at(0.999),
                refused.at(0.99));
        System.err.printf(Locale.ROOT, "%d connections, %d reads found none%n", connections, missed);
    }
}
