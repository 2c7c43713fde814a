package io.quotagate.vendor.ufile;

import io.quotagate.fuzz.CorpusContract;

class UFileCorpusTest extends CorpusContract {

    UFileCorpusTest() {
        super(UFileFuzz.class, new UFileTarget(), 10_000);
    }
}
