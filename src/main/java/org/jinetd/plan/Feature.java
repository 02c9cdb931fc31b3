package org.jinetd.plan;

/** A part of the language that the daemon may not be able to serve. */
enum Feature {
    RPC("RPC", "start the program by itself; it can tell rpcbind(8) its port"),
    TCPMUX("TCPMUX", "write a service's name or port"),
    QOTD("the built-in qotd", "write a program"),
    IDENT("the built-in ident", "write a program");

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
