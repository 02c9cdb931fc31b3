package org.jinetd.plan;

/** The kinds of socket that a service can be offered on (socket(2)). */
public enum SocketType {
    STREAM("stream"),
    DATAGRAM("dgram"),
    SEQUENCED("seqpacket");

    private final String word;

    SocketType(String word) {
        this.word = word;
    }

    /** Returns the word that stands in the second field of a line. */
    public String word() {
        return word;
    }
}
