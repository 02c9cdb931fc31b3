package org.jinetd.plan;

/** The protocols of IP that carry services; each has ports of its own. */
public enum Transport {
    TCP("tcp"),
    UDP("udp"),
    /** RFC 9260; its sockets are streams or sequenced packets, over the same ports. */
    SCTP("sctp");

    private final String word;

    Transport(String word) {
        this.word = word;
    }

    /** Returns the name that protocols(5) has for it. */
    public String word() {
        return word;
    }

    boolean carries(SocketType type) {
        return switch (this) {
            case TCP -> type == SocketType.STREAM;
            case UDP -> type == SocketType.DATAGRAM;
            case SCTP -> type != SocketType.DATAGRAM;
        };
    }

    /** Returns what carries a type of socket where nothing else is said. */
    static Transport usual(SocketType type) {
        return switch (type) {
            case STREAM -> TCP;
            case DATAGRAM -> UDP;
            case SEQUENCED -> SCTP;
        };
    }
}
