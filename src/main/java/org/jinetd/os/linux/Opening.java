package org.jinetd.os.linux;

import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;

/** The making of one socket, call by call; the first that fails is what it led to. */
final class Opening {

    private final int fd;
    private String failedCall = "";
    private int failure;

    private Opening(int fd) {
        this.fd = fd;
    }

    /** Begins with the result of socket(2). */
    static Opening of(String call, int socket) {
        Opening opening = new Opening(socket);
        boolean unused = opening.did(call, socket);
        return opening;
    }

    int fd() {
        return fd;
    }

    boolean good() {
        return failure == 0;
    }

    /** Notes a result, which is negative when the call failed; returns whether to go on. */
    boolean did(String call, int result) {
        if (result < 0) {
            failedCall = call;
            failure = -result;
        }
        return result >= 0;
    }

    /** Returns a socket that was open before and stays so, or what failed. */
    Outcome<Fd> result(Fd socket) {
        return good() ? Outcome.of(socket) : Outcome.failed(failedCall, Errno.of(failure));
    }

    /** Returns the socket, or what failed; then it is closed. */
    Outcome<Fd> end() {
        if (good()) {
            return Outcome.of(new Fd(fd));
        }
        if (fd >= 0) {
            LibC.INSTANCE.close(fd);
        }
        return Outcome.failed(failedCall, Errno.of(failure));
    }
}
