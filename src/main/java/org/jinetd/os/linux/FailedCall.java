package org.jinetd.os.linux;

import java.io.IOException;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/** A system call that failed, where an interface of the JDK wants an exception. */
public final class FailedCall extends IOException {

    private static final long serialVersionUID = 1;

    private final String call;
    private final Errno errno;

    FailedCall(String call, int negatedErrno) {
        super(call + ": " + Errno.of(-negatedErrno));
        this.call = call;
        this.errno = Errno.of(-negatedErrno);
    }

    /** Returns a result as it is. */
    static int unlessNegative(String call, int result) throws FailedCall {
        if (result < 0) {
            throw new FailedCall(call, result);
        }
        return result;
    }

    /** Returns the same as a value. */
    <T> Outcome.Failed<T> outcome() {
        return new Outcome.Failed<>(call, errno);
    }
}
