package io.quotagate.quota;

/** How wide a quota reaches. */
public enum ScopeLevel {
    ORGANIZATION,
    /** A pool of an organization; its numbers are part of the organization's. */
    DEPARTMENT,
    /** A pool of an organization; its numbers are part of the organization's. */
    PERSONAL,
    /** A pool of an organization; its numbers are part of the organization's. */
    GROUP,
    /** A storage space; one limit may cover several of them. */
    SPACE,
    REGION;

    /** True where the numbers of this level stand in those of a wider level too. */
    public boolean isPart() {
        return switch (this) {
            case DEPARTMENT, PERSONAL, GROUP -> true;
            case ORGANIZATION, SPACE, REGION -> false;
        };
    }

    /** True where whatever takes from this level of a connection takes from the other one too. */
    public boolean isPartOf(ScopeLevel other) {
        return isPart() && other == ORGANIZATION;
    }

    /** True where several scopes may share one limit, so that limits and remainders must not be added up. */
    public boolean sharesLimit() {
        return this == SPACE;
    }
}
