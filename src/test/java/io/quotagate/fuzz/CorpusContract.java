package io.quotagate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every build asks of a target: all committed inputs, and a bounded number of mutations that are always the same. The
 * fuzzer itself, which goes on from the same inputs, is the class named {@code …Fuzz} (profile {@code fuzz}).
 */
public abstract class CorpusContract {

    /** For longer hunts: {@code -Dquotagate.fuzz.inputs=1000000 -Dquotagate.fuzz.seed=7}. */
    private static final String INPUTS = "quotagate.fuzz.inputs";

    private static final long SEED = Long.getLong("quotagate.fuzz.seed", 20_261_121);

    private final Hunt hunt;
    private final long inputs;

    /**
     * @param fuzz the fuzzer's class, beside whose inputs these lie
     * @param inputs so many mutations that they take some seconds
     */
    protected CorpusContract(Class<?> fuzz, Target target, long inputs) {
        this.hunt = new Hunt(fuzz, target);
        this.inputs = Long.getLong(INPUTS, inputs);
    }

    @Test
    void committedInputsAreReadAsWrittenOrRefused() {
        hunt.replay();

        assertThat(hunt.understood()).isBetween(1L, hunt.shown() - 1);
    }

    @Test
    void mutatedInputsAreReadAsWrittenOrRefused() {
        hunt.roam(new Random(SEED), inputs);

        hunt.report();
        assertThat(hunt.understood()).isBetween(inputs / 20, inputs * 19 / 20);
    }
}
