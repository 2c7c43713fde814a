package io.quotagate.chaos;

import java.util.List;

/** The vendors, by the names of their providers. */
enum Vendor {
    KOODRIVE("koodrive") {
        @Override
        Tongue tongue(List<Account> accounts, Complaints complaints) {
            return new KooDriveTongue(accounts);
        }
    },
    SMH("tencent-smh") {
        @Override
        Tongue tongue(List<Account> accounts, Complaints complaints) {
            return new SmhTongue(accounts, complaints);
        }
    },
    UFILE("ucloud-ufile") {
        @Override
        Tongue tongue(List<Account> accounts, Complaints complaints) {
            return new UFileTongue(accounts);
        }
    },
    ZSTACK("zstack") {
        @Override
        Tongue tongue(List<Account> accounts, Complaints complaints) {
            return new ZStackTongue(accounts, complaints);
        }
    };

    private final String provider;

    Vendor(String provider) {
        this.provider = provider;
    }

    String provider() {
        return provider;
    }

    /** @param accounts those of this vendor */
    abstract Tongue tongue(List<Account> accounts, Complaints complaints);
}
