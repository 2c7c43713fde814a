package io.quotagate.fuzz;

import java.util.Arrays;
import java.util.Random;

/**
 * Chance that follows a fuzzer's bytes, so that it can learn which changes lead somewhere; where they end, it goes on by
 * itself, always in the same way.
 */
final class Choices extends Random {

    private final byte[] bytes;
    private int at = 1;

    /** @param bytes the first of which is no choice */
    Choices(byte[] bytes) {
        super(Arrays.hashCode(bytes));
        this.bytes = bytes;
    }

    @Override
    public int nextInt(int bound) {
        if (bound <= 0 || at + 2 > bytes.length) {
            return super.nextInt(bound);
        }
        int choice = bytes[at++] & 0xff;
        return (bound <= 0x100 ? choice : (choice << 8) | (bytes[at++] & 0xff)) % bound;
    }

    @Override
    public boolean nextBoolean() {
        return nextInt(2) == 1;
    }
}
