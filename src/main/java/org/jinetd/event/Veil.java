package org.jinetd.event;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jinetd.plan.Ip;
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Prefix;

/** How clients are called in the log. Immutable. */
public final class Veil {

    private static final int V4_LENGTH = 24;
    private static final int V6_LENGTH = 48;
    private static final int WORD_BYTES = 6;
    private static final int ADDRESS_BYTES = 17;

    private final byte[] key;

    /**
     * @param key what nobody knows, another after each start; without it a word could be found by
     *     trying all addresses
     */
    public Veil(byte[] key) {
        this.key = key.clone();
    }

    /** Returns how a client is called; UNIX clients have nothing to hide. */
    public Peer of(Peer peer, Anonymise how) {
        if (!(peer instanceof Peer.Inet inet) || how == Anonymise.NO) {
            return peer;
        }
        Ip address = inet.remote().unmapped();
        return new Peer.Veiled(
                how == Anonymise.PREFIX ? network(address).toString() : "#" + word(address));
    }

    private static Prefix network(Ip address) {
        return Prefix.of(address, address.family() == Ip.Family.V4 ? V4_LENGTH : V6_LENGTH);
    }

    private String word(Ip address) {
        byte[] bytes =
                ByteBuffer.allocate(key.length + ADDRESS_BYTES)
                        .put(key)
                        .put((byte) Prefix.bits(address.family()))
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
        return HexFormat.of().formatHex(sha256(bytes), 0, WORD_BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
