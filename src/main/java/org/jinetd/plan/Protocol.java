package org.jinetd.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The protocols that a line can name. A bare {@code tcp} or {@code udp} means a socket for each
 * version of IP, as in Debian's inetd since 2022.
 */
enum Protocol {
    TCP("tcp", Transport.TCP, Versions.EACH),
    TCP4("tcp4", Transport.TCP, Versions.ONLY_4),
    TCP6("tcp6", Transport.TCP, Versions.ONLY_6),
    TCP46("tcp46", Transport.TCP, Versions.MAPPED),
    UDP("udp", Transport.UDP, Versions.EACH),
    UDP4("udp4", Transport.UDP, Versions.ONLY_4),
    UDP6("udp6", Transport.UDP, Versions.ONLY_6),
    UDP46("udp46", Transport.UDP, Versions.MAPPED),
    SCTP("sctp", Transport.SCTP, Versions.EACH),
    SCTP4("sctp4", Transport.SCTP, Versions.ONLY_4),
    SCTP6("sctp6", Transport.SCTP, Versions.ONLY_6),
    SCTP46("sctp46", Transport.SCTP, Versions.MAPPED),
    RPC_TCP("rpc/tcp", Transport.TCP, Versions.EACH),
    RPC_TCP4("rpc/tcp4", Transport.TCP, Versions.ONLY_4),
    RPC_TCP6("rpc/tcp6", Transport.TCP, Versions.ONLY_6),
    RPC_TCP46("rpc/tcp46", Transport.TCP, Versions.MAPPED),
    RPC_UDP("rpc/udp", Transport.UDP, Versions.EACH),
    RPC_UDP4("rpc/udp4", Transport.UDP, Versions.ONLY_4),
    RPC_UDP6("rpc/udp6", Transport.UDP, Versions.ONLY_6),
    RPC_UDP46("rpc/udp46", Transport.UDP, Versions.MAPPED),
    /** Of every type; the transport only tells where services(5) would list its name. */
    UNIX("unix", Transport.TCP, Versions.NONE);

    /** What stands before a protocol whose ports rpcbind(8) tells. */
    static final String RPC = "rpc/";

    /** All of them, in words. */
    static final String PERMITTED =
            "tcp, udp, sctp, rpc/tcp, rpc/udp, each also with 4, 6 or 46 behind it, and unix";

    /** The versions of IP that a protocol is offered on. */
    private enum Versions {
        ONLY_4,
        ONLY_6,
        /** Each on a socket of its own. */
        EACH,
        /** Both on one socket, IPv4 as mapped addresses (RFC 4291, 2.5.5.2). */
        MAPPED,
        NONE
    }

    private final String word;
    private final Transport transport;
    private final Versions versions;

    Protocol(String word, Transport transport, Versions versions) {
        this.word = word;
        this.transport = transport;
        this.versions = versions;
    }

    String word() {
        return word;
    }

    static Optional<Protocol> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Protocol::word).toList();
    }

    Transport transport() {
        return transport;
    }

    boolean isRpc() {
        return word.startsWith(RPC);
    }

    boolean carries(SocketType type) {
        return this == UNIX || transport.carries(type);
    }

    /** Returns a type that goes with a protocol; asked of IP protocols only. */
    SocketType type() {
        return transport == Transport.UDP ? SocketType.DATAGRAM : SocketType.STREAM;
    }

    /** Returns the type of a protocol that goes with one only. */
    Optional<SocketType> impliedType() {
        return this == UNIX || transport == Transport.SCTP ? Optional.empty() : Optional.of(type());
    }

    /** Returns whether an address of this family can be bound; asked of IP protocols only. */
    boolean serves(Ip.Family family) {
        return versions != (family == Ip.Family.V4 ? Versions.ONLY_6 : Versions.ONLY_4);
    }

    /** Returns whether the wildcard is one IPv6 socket that serves both versions. */
    boolean isMapped() {
        return versions == Versions.MAPPED;
    }

    /** Returns the protocol under which services(5) lists the ports. */
    String database() {
        return transport.word();
    }
}
