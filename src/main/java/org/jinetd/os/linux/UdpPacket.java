package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import org.jinetd.os.Parcel;
import org.jinetd.plan.Ip;

/** The bytes of a UDP packet with its IP header (RFC 768, 791, 8200), as a raw socket sends it. */
final class UdpPacket {

    /** What the loopback device carries in one piece, and no IPv4 packet exceeds. */
    static final int ROOM = 64 * 1024;

    private static final int UDP = 17;
    private static final int HOPS = 64;
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int UDP_CHECKSUM = 6;

    private UdpPacket() {}

    /** Returns the number of bytes that a packet has. */
    static int length(Parcel parcel) {
        boolean v4 = parcel.peer().remote().unmapped().family() == Ip.Family.V4;
        return (v4 ? V4_HEADER : V6_HEADER) + UDP_HEADER + parcel.payload().remaining();
    }

    /**
     * Writes a packet from its source to its local address.
     *
     * @param into big-endian, with room for {@link #length}; filled from 0 to its limit
     * @param port the one to go to
     */
    static void write(Parcel parcel, int port, ByteBuffer into) {
        Ip from = parcel.peer().remote().unmapped();
        Ip to = parcel.peer().local().unmapped();
        into.clear();
        if (from.family() == Ip.Family.V4) {
            // The kernel fills in length, identification and the header's checksum (raw(7)).
            into.putShort((short) 0x4500).putShort((short) 0).putInt(0);
            into.put((byte) HOPS).put((byte) UDP).putShort((short) 0);
            into.putInt((int) from.low()).putInt((int) to.low());
            putUdp(parcel, port, into);
        } else {
            int length = UDP_HEADER + parcel.payload().remaining();
            into.putInt(0x6000_0000).putShort((short) length).put((byte) UDP).put((byte) HOPS);
            into.putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low());
            putUdp(parcel, port, into);
            int sum = checksum(into, V6_HEADER - 32, length + UDP);
            into.putShort(V6_HEADER + UDP_CHECKSUM, (short) sum);
        }
        into.flip();
    }

    /** Over IPv4 a checksum of 0 means none (RFC 768), and the packet never leaves this host. */
    private static void putUdp(Parcel parcel, int port, ByteBuffer into) {
        ByteBuffer payload = parcel.payload();
        into.putShort((short) parcel.peer().remotePort()).putShort((short) port);
        into.putShort((short) (UDP_HEADER + payload.remaining())).putShort((short) 0);
        into.put(payload);
    }

    /** Returns the Internet checksum (RFC 1071) of all from a place on, never 0. */
    private static int checksum(ByteBuffer bytes, int start, int pseudoHeader) {
        long sum = pseudoHeader;
        int end = bytes.position();
        int at = start;
        for (; at + 1 < end; at += 2) {
            sum += bytes.getShort(at) & 0xffff;
        }
        if (at < end) {
            sum += (bytes.get(at) & 0xff) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        int complement = (int) ~sum & 0xffff;
        return complement == 0 ? 0xffff : complement;
    }
}
