package io.quotagate.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a connection to an address ends: an IPv6 address may have an IPv4 one inside, at which somebody on the way hands
 * the packets on.
 *
 * @param written the address as it was resolved or connected to
 * @param address the same, or the IPv4 address that stands for it
 * @param behind the IPv4 address that a tunnel or a translator that may not be there would reach
 */
record Destination(InetAddress written, InetAddress address, Optional<InetAddress> behind) {

    /** Not to be called whatever an operator lists: the link's own, such as a cloud's metadata, and nobody's. */
    private static final List<AddressRange> NEVER = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "255.255.255.255/32",
            "::/128",
            "fe80::/10",
            "ff00::/8",
            "fd00:ec2::254/128");

    /** IANA's special-purpose addresses (RFC 6890) and, of IPv6, all that is not allotted to anybody. */
    private static final List<AddressRange> NOT_PUBLIC = ranges(
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
            "::/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "4000::/2",
            "8000::/1");

    /** The IPv4 address itself, for hosts that have IPv6 alone (RFC 6052 §2.1). */
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

    /** With an IPv4 address in the last four bytes: compatible, translated (RFC 7915), and of a translator of one's own. */
    private static final List<AddressRange> LAST_FOUR = ranges("::/96", "0:0:0:0:ffff:0::/96", "64:ff9b:1::/48");

    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange TEREDO = AddressRange.parse("2001::/32");

    private static List<AddressRange> ranges(String... cidrs) {
        return Arrays.stream(cidrs).map(AddressRange::parse).toList();
    }

    static Destination of(InetAddress written) {
        if (!(written instanceof Inet6Address)) {
            return new Destination(written, written, Optional.empty());
        }
        byte[] bytes = written.getAddress();
        if (isMapped(bytes) || TRANSLATED.contains(written)) {
            return new Destination(written, ipv4(bytes, 12), Optional.empty());
        }
        return new Destination(written, written, behind(written, bytes));
    }

    /** RFC 4291 §2.5.5.2. */
    private static boolean isMapped(byte[] bytes) {
        return Arrays.equals(bytes, 0, 12, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, 12);
    }

    private static Optional<InetAddress> behind(InetAddress address, byte[] bytes) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return Optional.empty();
        }
        if (isIn(LAST_FOUR, address) || isIsatap(bytes)) {
            return Optional.of(ipv4(bytes, 12));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Optional.of(ipv4(bytes, 2));
        }
        return TEREDO.contains(address) ? Optional.of(ipv4(inverted(bytes), 12)) : Optional.empty();
    }

    /** RFC 5214 §6.1. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    /** RFC 4380 §4: against translators that look for addresses in the packets. */
    private static byte[] inverted(byte[] bytes) {
        byte[] inverted = bytes.clone();
        for (int index = 0; index < inverted.length; index++) {
            inverted[index] = (byte) ~inverted[index];
        }
        return inverted;
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private Stream<InetAddress> all() {
        return Stream.concat(Stream.of(written, address), behind.stream());
    }

    /** True for what is never called. */
    boolean isNobodys() {
        return all().anyMatch(each -> isIn(NEVER, each));
    }

    boolean isLoopback() {
        return all().anyMatch(InetAddress::isLoopbackAddress);
    }

    boolean isPublic() {
        return Stream.concat(Stream.of(address), behind.stream()).noneMatch(each -> isIn(NOT_PUBLIC, each));
    }

    /** True where the range has the address itself in it; that of a loopback in disguise does not count. */
    boolean isIn(AddressRange range) {
        return range.contains(address) || range.contains(written) && !isLoopback();
    }
}
