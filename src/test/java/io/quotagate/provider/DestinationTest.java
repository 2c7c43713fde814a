package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    /** Every way to write an IPv4 address as an IPv6 one; %1$s and %2$s are its halves in hex. */
    private static final List<String> FORMS = List.of(
            "::ffff:%1$s:%2$s",
            "::%1$s:%2$s",
            "::ffff:0:%1$s:%2$s",
            "64:ff9b::%1$s:%2$s",
            "64:ff9b:1::%1$s:%2$s",
            "2002:%1$s:%2$s::1",
            "2001:0:5db8:d70e:0:ffff:%3$s:%4$s",
            "2606:4700::5efe:%1$s:%2$s",
            "2606:4700::200:5efe:%1$s:%2$s",
            "fe80::5efe:%1$s:%2$s");

    private static final List<String> NEVER_CALLED = List.of(
            "169.254.169.254", "169.254.0.23", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "255.255.255.255");

    private static final List<String> NOT_PUBLIC = List.of(
            "10.1.2.3",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "240.0.0.1",
            "254.255.255.255");

    static Destination to(String literal) {
        try {
            return Destination.of(InetAddress.getByName(literal));
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(literal, impossible);
        }
    }

    /** In IPv6, by one of the forms. */
    private static String inside(String form, String ipv4) {
        String[] parts = ipv4.split("\\.");
        int high = Integer.parseInt(parts[0]) << 8 | Integer.parseInt(parts[1]);
        int low = Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
        return String.format(
                form,
                Integer.toHexString(high),
                Integer.toHexString(low),
                Integer.toHexString(high ^ 0xffff),
                Integer.toHexString(low ^ 0xffff));
    }

    private static Stream<Arguments> disguised(List<String> addresses) {
        return FORMS.stream().flatMap(form -> addresses.stream().map(ipv4 -> Arguments.of(inside(form, ipv4), ipv4)));
    }

    static Stream<Arguments> neverCalledInDisguise() {
        // ::0.0.0.0 is the unspecified address itself, which is never called either.
        return disguised(NEVER_CALLED);
    }

    static Stream<Arguments> notPublicInDisguise() {
        return disguised(NOT_PUBLIC);
    }

    @ParameterizedTest
    @MethodSource("neverCalledInDisguise")
    void whatIsNeverCalledIsNotCalledThroughIpv6(String ipv6, String ipv4) {
        assertThat(to(ipv4).isNobodys()).isTrue();
        assertThat(to(ipv6).isNobodys()).as(ipv6).isTrue();
        assertThat(to(ipv6).isPublic()).as(ipv6).isFalse();
    }

    @ParameterizedTest
    @MethodSource("notPublicInDisguise")
    void whatIsNotPublicIsNotPublicThroughIpv6(String ipv6, String ipv4) {
        assertThat(to(ipv4).isPublic()).isFalse();
        assertThat(to(ipv4).isNobodys()).isFalse();
        assertThat(to(ipv6).isPublic()).as(ipv6).isFalse();
        assertThat(to(ipv6).isLoopback()).as(ipv6).isEqualTo(ipv4.equals("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "febf:ffff::1",
                "ff02::1",
                "ff0e::1",
                "fd00:ec2::254",
            })
    void linkLocalMulticastAndMetadataOfIpv6AreNeverCalled(String address) {
        assertThat(to(address).isNobodys()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "::2",
                "64:ff9b:1::1",
                "100::1",
                "100:0:0:1::1",
                "1fff::1",
                "2001:2::1",
                "2001:20::1",
                "2001:db8::1",
                "2002::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1"
            })
    void specialAndUnallottedAddressesOfIpv6AreNotPublic(String address) {
        assertThat(to(address).isPublic()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
                "198.17.255.255",
        "198.20.0.0", "223.255.255.255", "2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "3ffe::1",
        "64:ff9b::101:101", "::ffff:1.1.1.1"
    })
    void theirNeighboursArePublic(String address) {
        assertThat(to(address).isPublic()).isTrue();
        assertThat(to(address).isNobodys()).isFalse();
        assertThat(to(address).isLoopback()).isFalse();
    }

    /** The JDK makes an IPv4 address of it unless it is told not to, as a native transport may. */
    @Test
    void mappedAddressThatStayedIpv6IsTheIpv4OneAllTheSame() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 169, (byte) 254, (byte) 169, (byte) 254};

        assertThat(Destination.of(Inet6Address.getByAddress(null, mapped, -1)).isNobodys())
                .isTrue();
    }

    @Test
    void translatedAddressIsInTheRangeOfEither() {
        AddressRange translator = AddressRange.parse("64:ff9b::/96");

        assertThat(to("64:ff9b::a00:1").isIn(AddressRange.parse("10.0.0.0/8"))).isTrue();
        assertThat(to("64:ff9b::a00:1").isIn(translator)).isTrue();
        assertThat(to("64:ff9b::7f00:1").isIn(translator)).isFalse();
        assertThat(to("64:ff9b::7f00:1").isIn(AddressRange.parse("127.0.0.0/8")))
                .isTrue();
    }
}
