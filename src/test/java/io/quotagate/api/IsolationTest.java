package io.quotagate.api;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;

/** Callers by key, where there is no issuer of tokens. */
@QuarkusTest
class IsolationTest extends IsolationContract {

    @Override
    Visitor reader() {
        return neighbours.reader;
    }

    @Override
    Visitor refresher() {
        return neighbours.refresher;
    }

    @Override
    Visitor full() {
        return neighbours.full;
    }

    @Override
    List<Visitor> insiders() {
        return neighbours.tenantsOfOwn();
    }

    @Override
    List<Visitor> strangers() {
        return neighbours.strangers();
    }

    @Override
    String challenge() {
        return "ApiKey realm=\"quotagate\"";
    }
}
