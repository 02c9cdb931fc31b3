package org.jinetd.loop;

/** What a descriptor of the daemon stands for in the fake system. */
interface Opened {

    boolean isReadable();

    default boolean isWritable() {
        return false;
    }

    /** Called when the daemon makes its descriptor blocking, or non-blocking. */
    default void becomesBlocking(boolean blocking) {
        throw new AssertionError("no socket");
    }

    /** Called when the daemon's descriptor is closed. */
    default void closed() {}
}
