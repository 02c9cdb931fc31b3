package org.jinetd.builtin;

import org.jinetd.plan.Ip;

/** Facts about addresses, mapped ones taken as IPv4, told without making new ones. */
final class Sources {

    private static final long MAPPED = 0xffff_0000_0000L;

    private Sources() {}

    static boolean isV4(Ip ip) {
        return ip.family() == Ip.Family.V4 || ip.isMapped();
    }

    /** Returns the four bytes of an IPv4 address. */
    static int bits(Ip v4) {
        return (int) v4.low();
    }

    static boolean isLoopback(Ip ip) {
        return isV4(ip) ? bits(ip) >>> 24 == 127 : ip.high() == 0 && ip.low() == 1;
    }

    /** Returns whether both are one address; the scope does not matter. */
    static boolean same(Ip a, Ip b) {
        return isV4(a) ? isV4(b) && bits(a) == bits(b) : a.high() == b.high() && a.low() == b.low();
    }

    /**
     * Returns a number for the party behind an address: IPv4 as it is, and of IPv6 the first 64
     * bits, because the rest is the host's to choose (RFC 4291, 2.5.4). Never that of multicast.
     */
    static long party(Ip ip) {
        return isV4(ip) ? MAPPED | (bits(ip) & 0xffff_ffffL) : ip.high();
    }
}
