package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.jinetd.plan.Peer;

/**
 * A datagram that was taken off a socket, with its two ends. The local one can be sent from: it is
 * an address of this host even where the datagram was a broadcast.
 *
 * @param payload read-only, from position to limit
 */
public record Parcel(Peer.Inet peer, ByteBuffer payload) {
    public Parcel {
        requireNonNull(peer, "peer");
        payload = payload.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }
}
