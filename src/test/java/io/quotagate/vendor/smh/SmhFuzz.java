package io.quotagate.vendor.smh;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.quotagate.fuzz.Hunt;
import org.junit.jupiter.api.AfterEach;

/** Hunts with Jazzer (profile {@code fuzz}), from the committed inputs on. */
class SmhFuzz {

    private final Hunt hunt = new Hunt(SmhFuzz.class, new SmhTarget());

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
