package dev.tessera.server.picture;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses that anyone may reach from those of this machine and of networks behind it. */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (!(address instanceof Inet4Address)) {
            return first >= 0x20 && first <= 0x3F && !carriesIpv4(first, second, bytes);
        }
        boolean carrier = first == 100 && second >= 64 && second < 128;
        boolean special = first == 192 && second == 0 && bytes[2] == 0;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 240 && !carrier && !special && !benchmark;
    }

    /** 6to4 and Teredo lead on to an IPv4 address, which could be any. */
    private static boolean carriesIpv4(int first, int second, byte[] bytes) {
        boolean is6to4 = first == 0x20 && second == 0x02;
        boolean isTeredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        return is6to4 || isTeredo;
    }
}
