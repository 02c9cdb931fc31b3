package org.jinetd.os.linux;

/**
 * The numbers of Linux' socket interface that this package uses; x86-64 and aarch64 share them (the
 * kernel's asm-generic/socket.h and linux/in.h, in6.h).
 */
final class SocketConstants {

    // socket(2), address_families(7)
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_SEQPACKET = 5;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x8_0000;
    static final int IPPROTO_DEFAULT = 0;
    static final int IPPROTO_UDP = 17;
    static final int IPPROTO_SCTP = 132;
    static final int IPPROTO_RAW = 255;
    static final int NETLINK_ROUTE = 0;

    // socket(7)
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_TYPE = 3;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_KEEPALIVE = 9;
    static final int SO_LINGER = 13;
    static final int SO_REUSEPORT = 15;
    static final int SO_PASSCRED = 16;
    static final int SO_SNDTIMEO = 21;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_MARK = 36;
    static final int SO_PROTOCOL = 38;
    static final int SO_ATTACH_REUSEPORT_CBPF = 51;

    // unix(7)
    static final int SCM_RIGHTS = 1;
    static final int SCM_CREDENTIALS = 2;

    // ip(7)
    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IP_OPTIONS = 4;
    static final int IP_PKTINFO = 8;
    static final int IP_FREEBIND = 15;

    // ipv6(7), RFC 3542
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_PKTINFO = 50;
    static final int IPV6_TCLASS = 67;
    static final int IPV6_FREEBIND = 78;

    // tcp(7)
    static final int IPPROTO_TCP = 6;
    static final int TCP_NODELAY = 1;
    static final int TCP_DEFER_ACCEPT = 9;

    // recv(2), send(2)
    static final int MSG_PEEK = 0x2;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    // poll(2)
    static final int POLLHUP = 0x10;
    static final int POLLRDHUP = 0x2000;

    // shutdown(2)
    static final int SHUT_WR = 1;

    // open(2)
    static final int O_PATH = 0x20_0000;
    static final int O_CLOEXEC = 0x8_0000;

    // ioctl(2), linux/un.h
    static final int SIOCUNIXFILE = 0x89e0;

    // fcntl(2)
    static final int F_GETFL = 3;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_SETFL = 4;
    static final int O_NONBLOCK = 0x800;

    // statx(2), inode(7)
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int STATX_TYPE_MODE_UID_INO_BTIME = 0x90b;
    static final int S_IFMT = 0xf000;
    static final int S_IFSOCK = 0xc000;

    private SocketConstants() {}
}
