package io.quotagate.tenant;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.quotagate.fuzz.Hunt;
import org.junit.jupiter.api.AfterEach;

/** Hunts with Jazzer (profile {@code fuzz}), from the committed inputs on. */
class TenantsFileFuzz {

    private final Hunt hunt = new Hunt(TenantsFileFuzz.class, new TenantsFileTarget());

    @FuzzTest
    @DictionaryFile(resourcePath = "/io/quotagate/fuzz/yaml.dict")
    void inputs(byte[] input) {
        hunt.follow(input);
    }

    @AfterEach
    void report() {
        hunt.report();
    }
}
