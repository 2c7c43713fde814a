package io.quotagate.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final List<AddressRange> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/9",
                    "ff00::/8")
            .map(AddressRange::parse)
            .toList();

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
        if (rules == null) {
            return endpoint.isSecure();
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
        InetAddress target = unmapped(address);
        if (target.isLinkLocalAddress() || target.isAnyLocalAddress() || target.isMulticastAddress()) {
            return false;
        }
        if (rules == null) {
            return endpoint.isSecure() && isPublic(target);
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

        boolean covers(InetAddress target, int targetPort) {
            return range != null && (port == null || port == targetPort) && range.contains(target);
        }

        boolean admits(String name, Endpoint endpoint, InetAddress target) {
            if (range != null || !mayAdmit(name, endpoint)) {
                return false;
            }
            if (subdomains) {
                return isPublic(target);
            }
            return !target.isLoopbackAddress() || literal(name) != null;
        }
    }

    /** The host as it is compared: lower case, without brackets and without the dot of a rooted name. */
    private static String comparable(String host) {
        String plain = host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** The address that the text is, without asking a resolver; null for a name. */
    private static @Nullable InetAddress literal(String host) {
        if (!DOTTED_QUAD.matcher(host).matches() && !host.contains(":")) {
            return null;
        }
        try {
            return unmapped(InetAddress.getByName(host));
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /** An IPv4 address inside an IPv6 one is judged as the IPv4 address that it reaches. */
    private static InetAddress unmapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = address instanceof Inet6Address
                && Arrays.equals(bytes, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
        if (!mapped) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        } catch (UnknownHostException impossible) {
            return address;
        }
    }

    private static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
    }
}
