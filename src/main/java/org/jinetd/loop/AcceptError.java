package org.jinetd.loop;

import java.util.EnumSet;
import java.util.Set;
import org.jinetd.os.Errno;

/** What an error of accept(2) says about the listener. */
enum AcceptError {
    /** The queue is empty. */
    NOBODY_THERE,
    /** That client is gone; the next one may be there. */
    CLIENT_GONE,
    /** The system has no room; or something is wrong that trying again at once would not mend. */
    NO_ROOM;

    private static final Set<Errno> EMPTY = EnumSet.of(Errno.EAGAIN, Errno.EINTR);

    /** Linux passes errors that the network has already reported on, too (accept(2), ERRORS). */
    private static final Set<Errno> OF_THE_CLIENT =
            EnumSet.of(
                    Errno.ECONNABORTED,
                    Errno.ECONNRESET,
                    Errno.ENETDOWN,
                    Errno.EPROTO,
                    Errno.ENOPROTOOPT,
                    Errno.EHOSTDOWN,
                    Errno.ENONET,
                    Errno.EHOSTUNREACH,
                    Errno.EOPNOTSUPP,
                    Errno.ENETUNREACH,
                    Errno.ETIMEDOUT,
                    Errno.EPERM);

    static AcceptError of(Errno errno) {
        if (EMPTY.contains(errno)) {
            return NOBODY_THERE;
        }
        return OF_THE_CLIENT.contains(errno) ? CLIENT_GONE : NO_ROOM;
    }
}
