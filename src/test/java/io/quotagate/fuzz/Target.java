package io.quotagate.fuzz;

import java.util.Random;

/** Something that reads what others wrote. */
public interface Target {

    /**
     * Reads the input and judges what comes of it.
     *
     * @return whether it was understood; false where it was refused as it should be
     * @throws AssertionError says what is wrong with the answer or the refusal; any other exception is a finding too
     */
    boolean understands(byte[] input);

    /** Another input in the neighbourhood, decided by the random numbers alone. */
    byte[] vary(Random random, byte[] input);
}
