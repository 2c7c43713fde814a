package io.quotagate.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses in CIDR form, e.g. {@code 10.0.0.0/8} or {@code fc00::/7} (RFC 4632, RFC 4291).
 */
final class AddressRange {

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException where the text is no CIDR */
    static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        String address = cidr.substring(0, Math.max(slash, 0));
        String length = cidr.substring(slash + 1);
        if (!address.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") || !length.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("'" + cidr + "' is not a CIDR");
        }
        try {
            byte[] network = InetAddress.getByName(address).getAddress();
            int bits = Integer.parseInt(length);
            if (bits > network.length * 8) {
                throw new IllegalArgumentException("'" + cidr + "' has too long a prefix");
            }
            return new AddressRange(network, bits);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("'" + cidr + "' is not a CIDR", notAnAddress);
        }
    }

    boolean contains(InetAddress address) {
        byte[] candidate = address.getAddress();
        if (candidate.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int index = 0; index < whole; index++) {
            if (candidate[index] != network[index]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xff << (8 - rest);
        return rest == 0 || ((candidate[whole] ^ network[whole]) & mask & 0xff) == 0;
    }
}
