package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_NETLINK;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.NETLINK_ROUTE;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.SOCK_RAW;

import java.nio.ByteBuffer;
import org.jinetd.os.AddressWatch;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;

/** The kernel's own news of addresses. One object belongs to one thread. */
public final class NetlinkAddresses implements AddressWatch {

    private static final int ROOM = 32 * 1024;
    private static final int MOST_PER_DRAIN = 16;

    // struct sockaddr_nl
    private static final int ADDRESS_BYTES = 12;
    private static final int GROUPS = 8;
    private static final int IPV4_AND_IPV6_ADDRESSES = 0x10 | 0x100; // RTMGRP_IPV*_IFADDR

    private final Fd fd;
    private final NativeArea buffer = new NativeArea(ROOM);

    private NetlinkAddresses(Fd fd) {
        this.fd = fd;
    }

    /** Returns a watch that hears of all that comes from now on. */
    public static Outcome<AddressWatch> open() {
        int kind = SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK;
        int socket = LibC.result(LibC.INSTANCE.socket(AF_NETLINK, kind, NETLINK_ROUTE));
        Opening opening = Opening.of("socket(AF_NETLINK)", socket);
        boolean unused = opening.good() && opening.did("bind(netlink)", join(socket));
        return opening.end()
                .match(
                        done -> Outcome.of(new NetlinkAddresses(done.value())),
                        failed -> Outcome.failed(failed.call(), failed.errno()));
    }

    private static int join(int socket) {
        NativeArea address = new NativeArea(ADDRESS_BYTES);
        address.host().putShort(0, (short) AF_NETLINK).putInt(GROUPS, IPV4_AND_IPV6_ADDRESSES);
        return LibC.result(LibC.INSTANCE.bind(socket, address.address(), ADDRESS_BYTES));
    }

    @Override
    public Fd fd() {
        return fd;
    }

    @Override
    public boolean drain() {
        boolean news = false;
        for (int i = 0; i < MOST_PER_DRAIN; i++) {
            int got =
                    (int)
                            LibC.result(
                                    LibC.INSTANCE.recv(
                                            fd.number(), buffer.address(), ROOM, MSG_DONTWAIT));
            if (got == -Errno.ENOBUFS.number()) {
                news = true; // some were lost, and one of them may have been it
            } else if (got <= 0) {
                return news;
            } else {
                ByteBuffer told = buffer.host().duplicate().order(buffer.host().order());
                news |= AddressMessages.tellOfNew(told.limit(got));
            }
        }
        return news;
    }
}
