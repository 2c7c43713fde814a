package io.quotagate.vendor.koodrive;

import io.quotagate.fuzz.CorpusContract;

class KooDriveCorpusTest extends CorpusContract {

    KooDriveCorpusTest() {
        super(KooDriveFuzz.class, new KooDriveTarget(), 10_000);
    }
}
