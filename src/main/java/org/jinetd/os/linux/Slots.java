package org.jinetd.os.linux;

/**
 * The descriptors of the daemon that a child is given its own from.
 *
 * @param socket what becomes its 0 and 1, and 2 unless that leads elsewhere
 * @param errors what becomes its 2 otherwise; higher than any {@code socket}
 * @param behindSockets the first descriptor that a child does not need a copy of whose 2 is its
 *     socket
 * @param behindErrors the same for one whose 2 leads elsewhere
 */
record Slots(int socket, int errors, int behindSockets, int behindErrors) {}
