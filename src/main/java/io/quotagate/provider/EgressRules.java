package io.quotagate.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which vendors may be called; pure. Without a list: https to public addresses. With a list: only what it names, by
 * exact host, {@code *.domain} or CIDR, each with an optional port. Link-local addresses never.
 */
public final class EgressRules {

    /** Some resolvers read these as addresses: decimal, octal and hexadecimal forms. */
    private static final Pattern NUMERIC = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");

    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    private final @Nullable List<Rule> rules;

    private EgressRules(@Nullable List<Rule> rules) {
        this.rules = rules;
    }

    /** What is in force where no list is set. */
    public static EgressRules standard() {
        return new EgressRules(null);
    }

    /**
     * Reads {@code quotagate.egress.allow}.
     *
     * @throws IllegalArgumentException names the entry that is neither host, {@code *.domain} nor CIDR
     */
    public static EgressRules of(List<String> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("names nobody; leave it out for https to public addresses");
        }
        return new EgressRules(entries.stream().map(Rule::parse).toList());
    }

    /** True where the URL alone does not rule a call out; its addresses are still to be checked. */
    public boolean mayAdmit(Endpoint endpoint) {
        if (endpoint.url().getHost() == null) {
            // Java sees no host name in forms such as 127.1 or 0x7f000001, which a resolver may still take.
            return false;
        }
        String host = comparable(endpoint.url().getHost());
        if (NUMERIC.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
            return false;
        }
        InetAddress literal = literal(host);
        if (literal != null) {
            return admits(endpoint, literal);
        }
        // An address with a zone, or a name of whatever machine resolves it, which may be a proxy.
        boolean elsewhere = !host.contains(":") && (endpoint.proxy().isEmpty() || !isLocal(host));
        if (!elsewhere) {
            return false;
        }
        if (rules == null) {
            return endpoint.isSecure() && !isLocal(host);
        }
        return rules.stream().anyMatch(rule -> rule.mayAdmit(host, endpoint));
    }

    /** True where the URL's host is an address, so that there is nothing to resolve. */
    boolean isLiteral(Endpoint endpoint) {
        String host = endpoint.url().getHost();
        return host != null && literal(comparable(host)) != null;
    }

    /** True where a call of this URL may go to this address. */
    public boolean admits(Endpoint endpoint, InetAddress address) {
        Destination target = Destination.of(address);
        if (target.isNobodys()) {
            return false;
        }
        if (rules == null) {
            return endpoint.isSecure() && target.isPublic();
        }
        String host = comparable(endpoint.url().getHost());
        boolean inListedRange = rules.stream().anyMatch(rule -> rule.covers(target, endpoint.port()));
        return inListedRange || rules.stream().anyMatch(rule -> rule.admits(host, endpoint, target));
    }

    /**
     * One entry of the list.
     *
     * @param port null for any
     */
    private record Rule(
            String host,
            boolean subdomains,
            @Nullable AddressRange range,
            @Nullable Integer port) {

        private static final Pattern ENTRY = Pattern.compile(
                "(?<host>\\[[0-9a-f:.]+](/\\d+)?|[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(/\\d+)?|(\\*\\.)?[a-z0-9_.-]+(/\\d+)?)"
                        + "(:(?<port>\\d{1,5}))?");

        static Rule parse(String entry) {
            var parts = ENTRY.matcher(entry.strip().toLowerCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + entry + "' is neither a host, nor *.domain, nor a CIDR");
            }
            String port = parts.group("port");
            String host = parts.group("host").replace("[", "").replace("]", "");
            Integer onlyPort = port == null ? null : Integer.valueOf(port);
            if (host.contains("/")) {
                return new Rule("", false, AddressRange.parse(host), onlyPort);
            }
            if (host.startsWith("*.")) {
                return new Rule(host.substring(1), true, null, onlyPort);
            }
            return new Rule(comparable(host), false, null, onlyPort);
        }

        boolean mayAdmit(String name, Endpoint endpoint) {
            if (port != null && port != endpoint.port()) {
                return false;
            }
            if (subdomains) {
                return endpoint.isSecure() && name.endsWith(host);
            }
            if (range != null) {
                // Through a proxy nobody here sees which address the name has.
                return endpoint.proxy().isEmpty();
            }
            return host.equals(name);
        }

        boolean covers(Destination target, int targetPort) {
            return range != null && (port == null || port == targetPort) && target.isIn(range);
        }

        boolean admits(String name, Endpoint endpoint, Destination target) {
            if (range != null || !mayAdmit(name, endpoint)) {
                return false;
            }
            if (subdomains) {
                return target.isPublic();
            }
            return !target.isLoopback() || target.written().equals(literal(name));
        }
    }

    /**
     * The host as it is compared: lower case, without brackets and without the dot of a rooted name, an IPv6 address in
     * the one form that the JDK writes.
     */
    private static String comparable(String host) {
        String plain = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        String unrooted = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        return literal(unrooted) instanceof Inet6Address ipv6 ? ipv6.getHostAddress() : unrooted;
    }

    /** Names of the machine that resolves them (RFC 6761 §6.3). */
    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    /** The address that the text is, without asking a resolver; null for a name, and for an address with a zone. */
    private static @Nullable InetAddress literal(String host) {
        boolean ipv6 = host.contains(":") && !host.contains("%");
        if (!DOTTED_QUAD.matcher(host).matches() && !ipv6) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }
}
