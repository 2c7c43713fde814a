package io.quotagate.aggregation;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Unit;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which metrics the providers' catalogues know, and in which units; read once, as each check asks for it. */
@Singleton
public class MetricUnits {

    private final Map<Metric, Unit> units = new HashMap<>();
    private final Map<String, Countable> providers = new HashMap<>();

    /** What may be used of a provider: settings are not. */
    private record Countable(Set<Metric> metrics, Optional<String> passThrough) {

        private boolean mayHave(Metric metric) {
            return metrics.contains(metric)
                    || passThrough.filter(metric.name()::startsWith).isPresent();
        }
    }

    MetricUnits(Providers all) {
        for (QuotaProvider provider : all.all()) {
            Catalogue catalogue = provider.catalogue();
            Set<Metric> metrics = new HashSet<>();
            for (Catalogue.Entry entry : catalogue.metrics()) {
                units.put(entry.metric(), entry.unit());
                if (entry.kind() != Kind.SETTING) {
                    metrics.add(entry.metric());
                }
            }
            providers.put(provider.id(), new Countable(metrics, catalogue.passThrough()));
        }
    }

    /** Empty where no catalogue names the metric: the vendor may. */
    public Optional<Unit> find(Metric metric) {
        return Optional.ofNullable(units.get(metric));
    }

    /** True where a connection of the provider may have something of the metric that can be used. */
    boolean mayHave(String provider, Metric metric) {
        Countable countable = providers.get(provider);
        return countable != null && countable.mayHave(metric);
    }
}
