package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A network: every address whose first bits are these (RFC 4632, RFC 4291).
 *
 * @param network its first address; all bits behind the prefix are 0, and it has no scope
 * @param length the bits that count, 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Prefix(Ip network, int length) {

    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    public Prefix {
        requireNonNull(network, "network");
        if (length < 0 || length > bits(network.family())) {
            throw new IllegalArgumentException("no prefix length: " + length);
        }
        if (!masked(network, length).equals(network)) {
            throw new IllegalArgumentException(network + " has bits behind /" + length);
        }
    }

    /** Returns the network of this size that an address is in. */
    public static Prefix of(Ip address, int length) {
        return new Prefix(masked(address, length), length);
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or an address alone, which is a network of
     * one. Bits behind the prefix are cut off, as every access list does.
     */
    public static Optional<Prefix> parse(String text) {
        int slash = text.indexOf('/');
        Optional<Ip> address = Ip.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int all = bits(address.get().family());
        String digits = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > all) {
            return Optional.empty();
        }
        return Optional.of(of(address.get(), Integer.parseInt(digits)));
    }

    /** Returns whether an address, unmapped, is in this network. */
    public boolean contains(Ip address) {
        return address.family() == network.family() && masked(address, length).equals(network);
    }

    /** Returns whether it is one address. */
    public boolean isAddress() {
        return length == bits(network.family());
    }

    /** Returns how many bits an address of the family has. */
    public static int bits(Ip.Family family) {
        return family == Ip.Family.V4 ? V4_BITS : V6_BITS;
    }

    private static Ip masked(Ip address, int length) {
        if (address.family() == Ip.Family.V4) {
            return Ip.v4((int) (address.low() & mask(length, V4_BITS)));
        }
        long high = address.high() & mask(Math.min(length, Long.SIZE), Long.SIZE);
        long low = address.low() & mask(Math.max(length - Long.SIZE, 0), Long.SIZE);
        return Ip.v6(high, low, 0);
    }

    /** Returns a mask with {@code length} ones at the upper end of a word of {@code size} bits. */
    private static long mask(int length, int size) {
        return length == 0 ? 0 : -1L << (size - length);
    }

    /** Returns {@code 192.0.2.0/24}; a network of one address is that address. */
    @Override
    public String toString() {
        return isAddress() ? network.toString() : network + "/" + length;
    }
}
