package io.quotagate.portal;

import io.quotagate.quota.Metric;
import java.util.Map;

/** What people call the metrics that are known; others keep the vendor's name. */
final class MetricNames {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("storage.stored", "Stored data"),
            Map.entry("storage.allocated", "Allocated storage"),
            Map.entry("storage.reserved", "Reserved storage"),
            Map.entry("storage.default-size", "Default size"),
            Map.entry("users", "Users"),
            Map.entry("objectstorage.storage-time", "Storage time"),
            Map.entry("objectstorage.download-traffic", "Download traffic"),
            Map.entry("objectstorage.requests", "Requests"),
            Map.entry("compute.vm.running", "Running VMs"),
            Map.entry("compute.vm.total", "VMs"),
            Map.entry("compute.vcpu", "Virtual CPUs"),
            Map.entry("compute.memory", "Memory"),
            Map.entry("compute.gpu", "GPUs"),
            Map.entry("storage.volume.count", "Data volumes"),
            Map.entry("storage.volume.provisioned", "Volume capacity"),
            Map.entry("storage.snapshot.count", "Volume snapshots"),
            Map.entry("image.count", "Images"),
            Map.entry("image.size", "Image size"),
            Map.entry("network.eip", "Elastic IPs"),
            Map.entry("network.vip", "Virtual IPs"),
            Map.entry("network.l3", "L3 networks"),
            Map.entry("network.security-group", "Security groups"),
            Map.entry("network.port-forwarding", "Port forwardings"),
            Map.entry("network.load-balancer", "Load balancers"),
            Map.entry("network.listener", "Load balancer listeners"),
            Map.entry("network.vxlan", "VXLAN networks"));

    private MetricNames() {}

    static String of(Metric metric) {
        return NAMES.getOrDefault(metric.name(), metric.name());
    }
}
