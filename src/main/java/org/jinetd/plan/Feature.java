package org.jinetd.plan;

/** A part of the language that the daemon may not be able to serve. */
enum Feature {
    DGRAM_NOWAIT("a dgram service with nowait", "write wait"),
    UNIX_DGRAM_NOWAIT("nowait on a UNIX dgram socket", "write wait"),
    SEQPACKET("seqpacket", "write stream"),
    SCTP("the protocol sctp", "write tcp"),
    ABSTRACT_NAME("an abstract name", "write an absolute path"),
    OWNER("an owner before the path", "write an absolute path"),
    UNIX_DGRAM_BUILT_IN("a built-in on a UNIX dgram socket", "write stream");

    private final String text;
    private final String remedy;

    Feature(String text, String remedy) {
        this.text = text;
        this.remedy = remedy;
    }

    /** Returns what a message calls it. */
    String text() {
        return text;
    }

    /** Returns what to write instead. */
    String remedy() {
        return remedy;
    }
}
