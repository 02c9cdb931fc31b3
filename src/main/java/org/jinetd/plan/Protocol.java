package org.jinetd.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The protocols that a line can name. A bare {@code tcp} or {@code udp} means a socket for each
 * version of IP, as in Debian's inetd since 2022.
 */
enum Protocol {
    TCP("tcp", SocketType.STREAM, Versions.EACH),
    TCP4("tcp4", SocketType.STREAM, Versions.ONLY_4),
    TCP6("tcp6", SocketType.STREAM, Versions.ONLY_6),
    TCP46("tcp46", SocketType.STREAM, Versions.MAPPED),
    UDP("udp", SocketType.DATAGRAM, Versions.EACH),
    UDP4("udp4", SocketType.DATAGRAM, Versions.ONLY_4),
    UDP6("udp6", SocketType.DATAGRAM, Versions.ONLY_6),
    UDP46("udp46", SocketType.DATAGRAM, Versions.MAPPED),
    /** Of both types; the one here only tells where services(5) would list its name. */
    UNIX("unix", SocketType.STREAM, Versions.NONE);

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
    private final SocketType type;
    private final Versions versions;

    Protocol(String word, SocketType type, Versions versions) {
        this.word = word;
        this.type = type;
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

    boolean carries(SocketType wanted) {
        return this == UNIX || wanted == type;
    }

    /** Returns the type that goes with a protocol that goes with one only. */
    SocketType type() {
        return type;
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
        return type == SocketType.STREAM ? "tcp" : "udp";
    }
}
