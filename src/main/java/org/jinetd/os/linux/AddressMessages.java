package org.jinetd.os.linux;

import java.nio.ByteBuffer;

/** What netlink messages say about addresses (netlink(7), rtnetlink(7)). */
final class AddressMessages {

    private static final int HEADER = 16;
    private static final int TYPE = 4;
    private static final int ALIGNMENT = 4;
    private static final short NLMSG_OVERRUN = 4;
    private static final short RTM_NEWADDR = 20;

    private AddressMessages() {}

    /**
     * Returns whether an address has come: one message says so, or some were lost.
     *
     * @param datagram in the byte order of this machine; left as it is. Its length bounds the work.
     */
    static boolean tellOfNew(ByteBuffer datagram) {
        int at = datagram.position();
        int end = datagram.limit();
        while (end - at >= HEADER) {
            int length = datagram.getInt(at);
            if (length < HEADER || length > end - at) {
                return false; // not netlink's
            }
            short type = datagram.getShort(at + TYPE);
            if (type == RTM_NEWADDR || type == NLMSG_OVERRUN) {
                return true;
            }
            int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            if (padded > end - at) {
                return false;
            }
            at += padded;
        }
        return false;
    }
}
