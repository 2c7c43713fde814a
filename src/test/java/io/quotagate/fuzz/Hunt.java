package io.quotagate.fuzz;

import static io.quotagate.fuzz.Oracle.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Shows inputs to a target, keeps the one that it stumbles over, and counts. */
public final class Hunt {

    /** What begins so is no input but the choices by which a committed one is changed. */
    private static final byte CHOICES = 1;

    private static final Path FINDINGS = Path.of(System.getProperty("quotagate.fuzz.findings", "target/fuzz-findings"));

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String name;
    private final Target target;
    private final List<byte[]> corpus;
    /** Of the corpus; choices are none, so that they keep their meaning where more of them are committed. */
    private final List<byte[]> inputs;

    private final List<byte[]> understandable = new ArrayList<>();
    private final AtomicLong shown = new AtomicLong();
    private final AtomicLong understood = new AtomicLong();

    /** @param fuzz the class beside whose committed inputs the hunt begins */
    public Hunt(Class<?> fuzz, Target target) {
        this.name = fuzz.getSimpleName();
        this.target = target;
        this.corpus = Corpus.of(fuzz);
        this.inputs = corpus.stream().filter(bytes -> !isChoices(bytes)).toList();
    }

    /** Shows what a fuzzer made up: an input, or a committed one after changes that the fuzzer chose. */
    public void follow(byte[] fuzzed) {
        if (!isChoices(fuzzed)) {
            show(fuzzed);
            return;
        }
        Choices choices = new Choices(fuzzed);
        show(target.vary(choices, any(choices)));
    }

    private static boolean isChoices(byte[] fuzzed) {
        return fuzzed.length > 0 && fuzzed[0] == CHOICES;
    }

    /** Shows all that is committed. */
    void replay() {
        corpus.forEach(this::follow);
    }

    /** Shows so many inputs, each some changes away from a committed one. */
    void roam(Random random, long number) {
        for (long count = 0; count < number; count++) {
            byte[] varied = any(random);
            do {
                varied = target.vary(random, varied);
            } while (random.nextInt(3) == 0);
            show(varied);
        }
    }

    /** Mostly one that is understood: what is refused already has less to be found behind it. */
    private byte[] any(Random random) {
        if (understandable.isEmpty()) {
            inputs.stream().filter(target::understands).forEach(understandable::add);
        }
        List<byte[]> some = random.nextInt(4) == 0 ? inputs : understandable;
        return some.get(random.nextInt(some.size()));
    }

    private void show(byte[] input) {
        shown.incrementAndGet();
        try {
            long begin = System.nanoTime();
            if (target.understands(input)) {
                understood.incrementAndGet();
            }
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                again(input);
            }
        } catch (Throwable finding) {
            throw finding(input, finding);
        }
    }

    /** The first input loads classes, and others use the machine too: only what takes long twice is a finding. */
    private void again(byte[] input) {
        long begin = System.nanoTime();
        var unused = target.understands(input);
        is(System.nanoTime() - begin <= LONGEST.toNanos(), () -> "took longer than " + LONGEST);
    }

    private AssertionError finding(byte[] input, Throwable why) {
        Path file = FINDINGS.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(input)) + ".txt");
        try {
            Files.createDirectories(FINDINGS);
            Files.write(file, input);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        return new AssertionError(why + "\nThe input is kept in " + file.toAbsolutePath(), why);
    }

    long shown() {
        return shown.get();
    }

    long understood() {
        return understood.get();
    }

    /** Prints how many there were, where they were more than one committed input. */
    public void report() {
        if (shown() > 1) {
            System.out.println(this);
        }
    }

    @Override
    public String toString() {
        return name + ": " + shown + " inputs, " + understood + " of them understood";
    }
}
