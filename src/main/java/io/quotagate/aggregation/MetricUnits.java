package io.quotagate.aggregation;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which metrics the providers' catalogues know, and in which units; read once, as each check asks for it. */
@Singleton
public class MetricUnits {

    private final Map<Metric, Unit> units = new HashMap<>();
    private final Map<String, Countable> providers = new HashMap<>();

    /** What may be used of a provider, and at which levels: settings may not. */
    private record Countable(Map<Metric, Set<ScopeLevel>> levels, Optional<String> passThrough) {

        private boolean mayHave(QuotaCheck check) {
            Set<ScopeLevel> known = levels.get(check.metric());
            return known == null
                    ? passThrough.filter(check.metric().name()::startsWith).isPresent()
                    : check.place().map(place -> known.contains(place.level())).orElse(true);
        }
    }

    MetricUnits(Providers all) {
        for (QuotaProvider provider : all.all()) {
            Catalogue catalogue = provider.catalogue();
            Map<Metric, Set<ScopeLevel>> levels = new HashMap<>();
            for (Catalogue.Entry entry : catalogue.metrics()) {
                units.put(entry.metric(), entry.unit());
                if (entry.kind() != Kind.SETTING) {
                    levels.computeIfAbsent(entry.metric(), metric -> EnumSet.noneOf(ScopeLevel.class))
                            .addAll(entry.scopes());
                }
            }
            providers.put(provider.id(), new Countable(levels, catalogue.passThrough()));
        }
    }

    /** Empty where no catalogue names the metric: the vendor may. */
    public Optional<Unit> find(Metric metric) {
        return Optional.ofNullable(units.get(metric));
    }

    /** True where a connection of the provider may have something of the metric, and at that level, that can be used. */
    boolean mayHave(String provider, QuotaCheck check) {
        Countable countable = providers.get(provider);
        return countable != null && countable.mayHave(check);
    }
}
