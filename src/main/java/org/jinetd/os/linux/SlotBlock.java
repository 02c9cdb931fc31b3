package org.jinetd.os.linux;

import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/**
 * A block of descriptors that is kept for handing others to children: one for each spawner's
 * socket, then one for each spawner's other descriptor 2. What is above is the daemon's own.
 *
 * @param first the lowest of the block
 * @param spawners how many there are at most
 */
record SlotBlock(int first, int spawners) {

    private static final int F_DUPFD_CLOEXEC = 1030;

    /**
     * Takes a block of descriptors for the slots, as low as they come: what lies below the block's
     * end is copied into every child.
     */
    static Outcome<SlotBlock> reserve(int placeholder, int spawners) {
        int size = new SlotBlock(0, spawners).size();
        int first = 3;
        int got = 0;
        while (got < size) {
            int fd = LibC.result(LibC.INSTANCE.fcntl(placeholder, F_DUPFD_CLOEXEC, first + got));
            if (fd < 0) {
                return Outcome.failed("fcntl(F_DUPFD_CLOEXEC)", Errno.of(-fd));
            }
            if (fd == first + got) {
                got++;
            } else {
                // A descriptor of the JVM's lies in the way: begin above it.
                for (int i = 0; i < got; i++) {
                    LibC.INSTANCE.close(first + i);
                }
                first = fd;
                got = 1;
            }
        }
        return Outcome.of(new SlotBlock(first, spawners));
    }

    /** Gives all of them back. */
    void release() {
        for (int i = 0; i < size(); i++) {
            LibC.INSTANCE.close(first + i);
        }
    }

    /** Returns how many descriptors it takes. */
    int size() {
        return 2 * spawners;
    }

    /** Returns those of one spawner, which are counted from 0. */
    Slots of(int spawner) {
        int behindSockets = first + spawners;
        return new Slots(first + spawner, behindSockets + spawner, behindSockets, first + size());
    }
}
