package io.quotagate.vendor.smh;

import io.quotagate.fuzz.CorpusContract;

class SmhCorpusTest extends CorpusContract {

    SmhCorpusTest() {
        super(SmhFuzz.class, new SmhTarget(), 10_000);
    }
}
