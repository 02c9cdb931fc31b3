package org.jinetd.plan;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address. Made from literals only: the JDK's own class asks the DNS when a literal
 * is misspelt, and an address that cannot be read must never become a wider one.
 *
 * @param family which of the two
 * @param high the first eight bytes of an IPv6 address; 0 for IPv4
 * @param low the last eight bytes of an IPv6 address; the four bytes of an IPv4 address
 * @param scope the interface index of a link-local IPv6 address (RFC 4007); 0 means none
 */
public record Ip(Family family, long high, long low, int scope) {

    /** The two versions of the protocol. */
    public enum Family {
        V4,
        V6
    }

    /** All addresses of the host, IPv4. */
    public static final Ip ANY_V4 = new Ip(Family.V4, 0, 0, 0);

    /** All addresses of the host, IPv6. */
    public static final Ip ANY_V6 = new Ip(Family.V6, 0, 0, 0);

    public static Ip v4(int bits) {
        return new Ip(Family.V4, 0, bits & 0xffff_ffffL, 0);
    }

    public static Ip v6(long high, long low, int scope) {
        return new Ip(Family.V6, high, low, scope);
    }

    /** Returns whether this is the wildcard of its family. */
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /** Returns whether this is an IPv4 address written as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2). */
    public boolean isMapped() {
        return family == Family.V6 && high == 0 && low >>> 32 == 0xffffL;
    }

    /** Returns the IPv4 address inside a mapped one; any other address as it is. */
    public Ip unmapped() {
        return isMapped() ? v4((int) low) : this;
    }

    /**
     * Reads a literal: dotted quad with four decimal parts, or RFC 4291 text, without brackets.
     * Leading zeros in a quad are refused, since half of the world reads them as octal.
     */
    public static Optional<Ip> parse(String text) {
        return IpText.parse(text);
    }

    /** Returns the canonical text (RFC 5952), without brackets and without the scope's number. */
    @Override
    public String toString() {
        return IpText.format(this);
    }
}
