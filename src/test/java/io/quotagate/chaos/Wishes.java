package io.quotagate.chaos;

import io.quotagate.chaos.Wish.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** All kinds of reads, at random, those that cost least the most often. */
final class Wishes {

    private static final String KEY = "X-API-Key";
    /** 503: nothing at all can be shown. */
    private static final Set<Integer> READ = Set.of(200, 503);

    private final Random random;
    private final Tenancy tenancy;

    Wishes(long seed, Tenancy tenancy) {
        random = new Random(seed);
        this.tenancy = tenancy;
    }

    Wish next() {
        String tenant = pick(Tenancy.TENANTS);
        int dice = random.nextInt(100);
        if (dice < 40) {
            return reading(tenant, "/quotas", Shape.REPORT);
        }
        if (dice < 50) {
            return quota(pick(tenancy.of(tenant)));
        }
        if (dice < 58) {
            return Wish.get(tenant, "/sources", Shape.SOURCES, Set.of(200)).with(reader(tenant));
        }
        if (dice < 70) {
            return filtered(tenant);
        }
        return dice < 88 ? onTerms(tenant, dice) : unusual(tenant, dice);
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static Map<String, String> reader(String tenant) {
        return Map.of(KEY, Tenancy.reader(tenant));
    }

    private static Wish reading(String tenant, String rest, Shape shape) {
        return Wish.get(tenant, rest, shape, READ).with(reader(tenant));
    }

    private static Wish quota(Account account) {
        String quota = switch (account.vendor()) {
            case KOODRIVE -> "users:organization";
            case SMH -> "storage.stored:space:" + account.spaces().get(0);
            case UFILE -> "objectstorage.requests:region:" + Account.regions().get(1);
            case ZSTACK -> "compute.vcpu:organization:" + account.uuid();
        };
        return reading(account.tenant(), "/quotas/" + account.connection() + ":" + quota, Shape.QUOTA);
    }

    private Wish filtered(String tenant) {
        Account account = pick(tenancy.of(tenant));
        String query = pick(List.of(
                "?connection=" + account.connection(),
                "?provider=" + account.vendor().provider(),
                "?view=full",
                "?sort=-utilization"));
        return reading(tenant, "/quotas" + query, Shape.REPORT);
    }

    private Wish onTerms(String tenant, int dice) {
        Wish report = reading(tenant, "/quotas", Shape.REPORT);
        if (dice < 73) {
            return Wish.get(tenant, "/quotas?require=all", Shape.REPORT, Set.of(200, 502, 503, 504))
                    .with(reader(tenant));
        }
        if (dice < 77) {
            return report.with(Map.of(KEY, Tenancy.refresher(tenant), "Cache-Control", "no-cache"));
        }
        if (dice < 79) {
            return report.with(Map.of(KEY, Tenancy.refresher(tenant), "Cache-Control", "max-age=1"));
        }
        if (dice < 82) {
            return report.with(Map.of(KEY, Tenancy.reader(tenant), "Prefer", "wait=0"));
        }
        if (dice < 85) {
            return Wish.get(tenant, "/quotas", Shape.REPORT, Set.of(200, 504))
                    .with(Map.of(KEY, Tenancy.reader(tenant), "Cache-Control", "only-if-cached"));
        }
        return report.with(Map.of(KEY, Tenancy.reader(tenant), "Accept-Encoding", "gzip"));
    }

    private Wish unusual(String tenant, int dice) {
        if (dice < 94) {
            return refresh(tenant);
        }
        if (dice < 96) {
            return Wish.get(tenant, "/quotas", Shape.OPAQUE, Set.of(404)).with(reader(other(tenant)));
        }
        if (dice < 98) {
            return Wish.get(tenant, "/quotas", Shape.OPAQUE, Set.of(401)).with(Map.of(KEY, "nobody"));
        }
        return reading(tenant, "/quotas", Shape.OPAQUE).by("HEAD");
    }

    private Wish refresh(String tenant) {
        String body = random.nextBoolean()
                ? "{}"
                : "{\"connections\":[\"" + pick(tenancy.of(tenant)).connection() + "\"]}";
        Map<String, String> headers = Map.of(KEY, Tenancy.refresher(tenant), "Content-Type", "application/json");
        return new Wish(
                "POST",
                tenant,
                "/v1/tenants/" + tenant + "/refreshes",
                headers,
                body,
                Set.of(202, 429),
                Shape.REFRESHES);
    }

    private static String other(String tenant) {
        return tenant.equals("acme") ? "bolt" : "acme";
    }
}
