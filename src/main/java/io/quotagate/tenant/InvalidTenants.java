package io.quotagate.tenant;

import java.util.List;

/** The tenants file cannot be used; the message names each place that is wrong and what would be right. */
final class InvalidTenants extends Exception {

    InvalidTenants(List<String> complaints) {
        super(String.join("; ", complaints));
    }
}
