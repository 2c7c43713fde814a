package io.quotagate.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that whoever looks after the gateway may want to know later.
 *
 * @param event what was tried
 * @param outcome what came of it
 * @param caller name of the key or of the token's subject
 * @param credential by what the caller made itself known
 * @param tenant that it was about; where there is none of that id, as the caller wrote it
 * @param connections that it was about, as far as they were named
 * @param address of the caller
 * @param change what a new version of the tenants changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(
        String event,
        String outcome,
        @Nullable String caller,
        @Nullable String credential,
        @Nullable String tenant,
        @Nullable List<String> connections,
        @Nullable String address,
        @Nullable TenantsChange change) {

    private static final int LONGEST = 100;
    private static final String OTHERS = "(others)";

    /** Somebody had credentials that are none. */
    public static AuditEntry refused(Caller.Kind kind, String address) {
        return new AuditEntry("authentication", "refused", null, name(kind), null, null, address, null);
    }

    static AuditEntry used(Caller caller) {
        return new AuditEntry("credential_use", "accepted", caller.name(), name(caller.kind()), null, null, null, null);
    }

    /** A caller was not let in to a tenant. */
    public static AuditEntry denied(Caller caller, String tenant, String why) {
        String shown = tenant.matches(Tenant.ID_PATTERN) ? tenant : "(no id)";
        return new AuditEntry("access", why, caller.name(), name(caller.kind()), shown, null, null, null);
    }

    /** A caller asked more often than it may. */
    public static AuditEntry limited(Caller caller, Optional<Tenant> tenant) {
        return new AuditEntry(
                "access",
                "rate_limited",
                caller.name(),
                name(caller.kind()),
                tenant.map(Tenant::id).orElse(null),
                null,
                null,
                null);
    }

    /**
     * A caller had vendors asked, or tried to.
     *
     * @param connections none where it wanted newer numbers of whatever it read
     */
    public static AuditEntry refresh(Caller caller, Tenant tenant, List<String> connections, String outcome) {
        return new AuditEntry(
                "refresh", outcome, caller.name(), name(caller.kind()), tenant.id(), bounded(connections), null, null);
    }

    static AuditEntry inForce(TenantsChange change) {
        return new AuditEntry("configuration", "in_force", null, null, null, null, null, change);
    }

    /** A changed tenants file was refused; what is wrong with it is told in the other log. */
    static AuditEntry refusedTenants() {
        return new AuditEntry("configuration", "refused", null, null, null, null, null, null);
    }

    /** What is left of it where there are too many different ones to tell each. */
    AuditEntry ofMany() {
        return new AuditEntry(
                event,
                outcome,
                caller,
                credential,
                tenant == null ? null : OTHERS,
                null,
                address == null ? null : OTHERS,
                null);
    }

    /** What it has in common with others of the same caller. */
    AuditEntry kind() {
        return new AuditEntry(event, outcome, caller, credential, null, null, null, null);
    }

    private static List<String> bounded(List<String> names) {
        return names.size() <= LONGEST ? List.copyOf(names) : List.copyOf(names.subList(0, LONGEST));
    }

    private static String name(Caller.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
