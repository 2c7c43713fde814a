package io.quotagate.vendor.zstack;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.quotagate.fuzz.Hunt;
import org.junit.jupiter.api.AfterEach;

/** Hunts with Jazzer (profile {@code fuzz}), from the committed inputs on. */
class ZStackFuzz {

    private final Hunt hunt = new Hunt(ZStackFuzz.class, new ZStackTarget());

    @FuzzTest
    @DictionaryFile(resourcePath = "/io/quotagate/fuzz/json.dict")
    void inputs(byte[] input) {
        hunt.follow(input);
    }

    @AfterEach
    void report() {
        hunt.report();
    }
}
