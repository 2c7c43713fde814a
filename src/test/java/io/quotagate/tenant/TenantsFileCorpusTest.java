package io.quotagate.tenant;

import io.quotagate.fuzz.CorpusContract;

class TenantsFileCorpusTest extends CorpusContract {

    TenantsFileCorpusTest() {
        super(TenantsFileFuzz.class, new TenantsFileTarget(), 2_000);
    }
}
