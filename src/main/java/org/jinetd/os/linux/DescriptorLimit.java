package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/**
 * RLIMIT_NOFILE (getrlimit(2)): how many descriptors a process may have.
 *
 * @param soft what is enforced
 * @param hard what it may be raised to
 */
public record DescriptorLimit(long soft, long hard) {

    private static final int RLIMIT_NOFILE = 7;

    /** Returns this process' own limit. */
    public static DescriptorLimit current() {
        ByteBuffer limit = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        LibC.INSTANCE.getrlimit(RLIMIT_NOFILE, NativeMemory.address(limit));
        return new DescriptorLimit(limit.getLong(0), limit.getLong(Long.BYTES));
    }

    /** Raises this process' soft limit to the hard one, which needs no privilege. */
    public Outcome<DescriptorLimit> raise() {
        ByteBuffer limit = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        limit.putLong(0, hard).putLong(Long.BYTES, hard);
        int result =
                LibC.result(LibC.INSTANCE.setrlimit(RLIMIT_NOFILE, NativeMemory.address(limit)));
        return result < 0
                ? Outcome.failed("setrlimit(RLIMIT_NOFILE, " + hard + ")", Errno.of(-result))
                : Outcome.of(new DescriptorLimit(hard, hard));
    }

    @Override
    public String toString() {
        return "{" + soft + ", " + hard + "}";
    }
}
