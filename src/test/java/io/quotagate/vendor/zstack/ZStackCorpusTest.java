package io.quotagate.vendor.zstack;

import io.quotagate.fuzz.CorpusContract;

class ZStackCorpusTest extends CorpusContract {

    ZStackCorpusTest() {
        super(ZStackFuzz.class, new ZStackTarget(), 10_000);
    }
}
