package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Rate;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tenants in force. Readers see one whole version or the next, never a mixture. */
@Singleton
public class Tenants {

    private final Clock clock;
    private final Event<RetiredConnections> retired;
    private final Map<String, List<Tenant>> bySource = new TreeMap<>();
    private volatile Directory directory = Directory.of(List.of());

    public Tenants(Clock clock, Event<RetiredConnections> retired) {
        this.clock = clock;
        this.retired = retired;
    }

    public Optional<Tenant> find(String id) {
        return Optional.ofNullable(directory.tenants().get(id));
    }

    public Collection<Tenant> all() {
        return directory.tenants().values();
    }

    /** The tenants that the caller may read, in the order of their ids, from the first one after the id given. */
    public Stream<Tenant> readBy(Caller caller, String after) {
        Directory now = directory;
        Stream<String> ids = caller.everywhere().isPresent()
                ? now.idsAfter(after)
                : new TreeSet<>(caller.permissions().keySet()).tailSet(after, false).stream();
        return ids.filter(id -> caller.may(Permission.READ, id)).flatMap(id -> Stream.ofNullable(now.tenants.get(id)));
    }

    /**
     * The caller that this key makes; empty where no valid key has its digest.
     *
     * @param key its UTF-8 bytes
     */
    public Optional<Caller> caller(byte[] key) {
        return directory.caller(ApiKey.sha256(key), clock);
    }

    /**
     * Puts the tenants of one source in force, in place of those that it brought before.
     *
     * @param source where they come from, e.g. the tenants file; no two sources bring the same tenant
     */
    public synchronized void publish(String source, List<Tenant> tenants) {
        Map<ConnectionKey, Connection> gone = new HashMap<>();
        connections(bySource.getOrDefault(source, List.of())).forEach(old -> gone.put(old.key(), old));
        connections(tenants).forEach(kept -> gone.remove(kept.key()));
        bySource.put(source, List.copyOf(tenants));
        directory =
                Directory.of(bySource.values().stream().flatMap(List::stream).toList());
        retired.fire(new RetiredConnections(List.copyOf(gone.values())));
    }

    private static List<Connection> connections(List<Tenant> tenants) {
        return tenants.stream().flatMap(tenant -> tenant.connections().stream()).toList();
    }

    /**
     * One version.
     *
     * @param ids in order
     * @param keys by the first bytes of their digests: the rest is compared in constant time
     */
    private record Directory(Map<String, Tenant> tenants, List<String> ids, Map<Long, List<Holder>> keys) {

        private record Grant(String tenant, ApiKey key) {

            private String name() {
                return tenant + "/" + key.id();
            }

            private boolean expires() {
                return key.expiresAt().isPresent();
            }
        }

        /** Whoever has one key. */
        private static final class Holder {

            private final byte[] digest;
            private final List<Grant> grants;
            private final String identity;
            /** The caller that the key makes at any time; null where that depends on the time. */
            private final @Nullable Caller always;

            private Holder(String sha256, List<Grant> grants) {
                this.digest = HexFormat.of().parseHex(sha256);
                this.grants = List.copyOf(grants);
                // Callers are told apart in places that others may read: there is nothing of the tenants file in it.
                this.identity = ApiKey.digest("caller " + sha256);
                this.always = grants.stream().anyMatch(Grant::expires) ? null : caller(this.grants.stream());
            }

            /** Compares in a time that does not depend on where the digests differ. */
            private boolean has(byte[] other) {
                return MessageDigest.isEqual(digest, other);
            }

            private Optional<Caller> at(Clock clock) {
                if (always != null) {
                    return Optional.of(always);
                }
                Instant now = clock.instant();
                Caller caller =
                        caller(grants.stream().filter(grant -> grant.key().isValidAt(now)));
                return caller.permissions().isEmpty() ? Optional.empty() : Optional.of(caller);
            }

            private Caller caller(Stream<Grant> valid) {
                List<Grant> all = valid.toList();
                return new Caller(
                        identity,
                        all.stream().map(Grant::name).findFirst().orElse(""),
                        Caller.Kind.API_KEY,
                        all.stream()
                                .collect(Collectors.toMap(
                                        Grant::tenant, grant -> grant.key().permissions())),
                        Optional.empty(),
                        all.stream()
                                .flatMap(grant -> grant.key().limit().stream())
                                .reduce(Rate::lower));
            }
        }

        static Directory of(List<Tenant> all) {
            Map<String, Tenant> tenants = new HashMap<>();
            Map<String, List<Grant>> grants = new HashMap<>();
            for (Tenant tenant : all) {
                tenants.put(tenant.id(), tenant);
                for (ApiKey key : tenant.keys()) {
                    grants.computeIfAbsent(key.sha256(), digest -> new ArrayList<>(1))
                            .add(new Grant(tenant.id(), key));
                }
            }
            Map<Long, List<Holder>> keys = new HashMap<>();
            grants.forEach((sha256, own) -> {
                Holder holder = new Holder(sha256, own);
                keys.computeIfAbsent(index(holder.digest), index -> new ArrayList<>(1))
                        .add(holder);
            });
            return new Directory(tenants, tenants.keySet().stream().sorted().toList(), keys);
        }

        Optional<Caller> caller(byte[] digest, Clock clock) {
            for (Holder holder : keys.getOrDefault(index(digest), List.of())) {
                if (holder.has(digest)) {
                    return holder.at(clock);
                }
            }
            return Optional.empty();
        }

        private Stream<String> idsAfter(String after) {
            int found = Collections.binarySearch(ids, after);
            return ids.subList(found < 0 ? -found - 1 : found + 1, ids.size()).stream();
        }

        private static long index(byte[] digest) {
            return ByteBuffer.wrap(digest).getLong();
        }
    }
}
