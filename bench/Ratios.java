import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Prints what a bench measured: first the medians over all rounds, then the ratios that are asked for, such as {@code
 * gateway/nginx}: medians of the ratios within each round, since neighbours disturb both of them alike there.
 */
class Ratios {

    private static final double MICROS_PER_TICK = 10_000;

    /** One server under one load, for some seconds of one round; times in microseconds. */
    private record Figures(
            int connections,
            String server,
            double requests,
            double seconds,
            double p50,
            double p99,
            double p999,
            double ticks,
            double allocated) {

        static Figures parse(String line) {
            String[] word = line.split(" ");
            return new Figures(
                    Integer.parseInt(word[0]),
                    word[1],
                    Double.parseDouble(word[2]),
                    Double.parseDouble(word[3]),
                    Double.parseDouble(word[4]),
                    Double.parseDouble(word[5]),
                    Double.parseDouble(word[6]),
                    Double.parseDouble(word[7]),
                    Double.parseDouble(word[8]));
        }

        double perSecond() {
            return requests / seconds;
        }

        double cpuMicros() {
            return ticks * MICROS_PER_TICK / requests;
        }

        double perCpuSecond() {
            return 1_000_000 / cpuMicros();
        }

        double busyPercent() {
            return 100 * ticks * MICROS_PER_TICK / 1_000_000 / seconds;
        }

        double bytes() {
            return allocated / requests;
        }
    }

    public static void main(String[] args) throws Exception {
        Map<Integer, Map<String, List<Figures>>> loads = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Figures figures = Figures.parse(line);
            loads.computeIfAbsent(figures.connections(), load -> new LinkedHashMap<>())
                    .computeIfAbsent(figures.server(), server -> new ArrayList<>())
                    .add(figures);
        }
        System.out.println("| connections | server | requests/s | p50 / p99 / p99.9 ms | CPU µs a request | its core busy |"
                + " bytes allocated a request |");
        System.out.println("|---|---|---|---|---|---|---|");
        loads.forEach((connections, servers) -> servers.forEach(Ratios::printMedians));
        System.out.println();
        System.out.println("| connections | ratio | requests/s | requests per CPU second | p50 | p99 | p99.9 |");
        System.out.println("|---|---|---|---|---|---|---|");
        loads.forEach((connections, servers) -> {
            for (int asked = 1; asked < args.length; asked++) {
                String[] pair = args[asked].split("/");
                printRatio(pair[0] + " ÷ " + pair[1], servers.get(pair[0]), servers.get(pair[1]));
            }
        });
    }

    private static void printMedians(String server, List<Figures> rounds) {
        double bytes = median(rounds, Figures::bytes);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %,.0f | %.2f / %.2f / %.2f | %.1f | %.0f %% | %s |%n",
                rounds.get(0).connections(),
                server,
                median(rounds, Figures::perSecond),
                median(rounds, Figures::p50) / 1_000,
                median(rounds, Figures::p99) / 1_000,
                median(rounds, Figures::p999) / 1_000,
                median(rounds, Figures::cpuMicros),
                median(rounds, Figures::busyPercent),
                bytes == 0 ? "–" : String.format(Locale.ROOT, "%,.0f", bytes));
    }

    private static void printRatio(String name, List<Figures> ours, List<Figures> theirs) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                ours.get(0).connections(),
                name,
                ratio(ours, theirs, Figures::perSecond),
                ratio(ours, theirs, Figures::perCpuSecond),
                ratio(ours, theirs, Figures::p50),
                ratio(ours, theirs, Figures::p99),
                ratio(ours, theirs, Figures::p999));
    }

    private static double ratio(List<Figures> ours, List<Figures> theirs, ToDoubleFunction<Figures> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(figure.applyAsDouble(ours.get(round)) / figure.applyAsDouble(theirs.get(round)));
        }
        return median(ratios);
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return median(rounds.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
