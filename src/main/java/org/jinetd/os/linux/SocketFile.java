package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_UNIX;
import static org.jinetd.os.linux.SocketConstants.AT_FDCWD;
import static org.jinetd.os.linux.SocketConstants.AT_SYMLINK_NOFOLLOW;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOCK_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.STATX_TYPE_MODE_INO_BTIME;
import static org.jinetd.os.linux.SocketConstants.S_IFMT;
import static org.jinetd.os.linux.SocketConstants.S_IFSOCK;

import java.util.Optional;
import org.jinetd.os.Errno;

/**
 * The file of a UNIX socket.
 *
 * @param device the number of its file system
 * @param inode its own number there
 * @param born when it was made, in nanoseconds since 1970, or 0 where the file system does not say:
 *     inode numbers are used again
 */
record SocketFile(long device, long inode, long born) {

    // struct statx
    private static final int STATX_BYTES = 256;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int BIRTH_SECONDS = 80;
    private static final int BIRTH_NANOS = 88;
    private static final int DEVICE = 136;

    /** Returns the socket file at a path; empty when there is none, or a file of another kind. */
    static Optional<SocketFile> at(KernelAddress path) {
        NativeArea area = new NativeArea(STATX_BYTES);
        int result =
                LibC.INSTANCE.statx(
                        AT_FDCWD,
                        path.pathAddress(),
                        AT_SYMLINK_NOFOLLOW,
                        STATX_TYPE_MODE_INO_BTIME,
                        area.address());
        if (result < 0 || (area.host().getShort(MODE) & S_IFMT) != S_IFSOCK) {
            return Optional.empty();
        }
        long born =
                area.host().getLong(BIRTH_SECONDS) * 1_000_000_000L
                        + area.host().getInt(BIRTH_NANOS);
        return Optional.of(
                new SocketFile(area.host().getLong(DEVICE), area.host().getLong(INODE), born));
    }

    /**
     * Removes the socket file at a path if no socket is bound to it.
     *
     * <p>A datagram socket asks, whatever kind the other is: the kernel looks for the owner first
     * (ECONNREFUSED when there is none) and at its kind after (EPROTOTYPE), so no server sees a
     * connection that nobody meant, and one that does not listen yet is found as well.
     *
     * @return whether it was removed
     */
    static boolean removeDead(KernelAddress path) {
        Optional<SocketFile> before = at(path);
        if (before.isEmpty()) {
            return false;
        }
        int probe = LibC.INSTANCE.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (probe < 0) {
            return false;
        }
        int result = LibC.result(LibC.INSTANCE.connect(probe, path.address(), path.length()));
        LibC.INSTANCE.close(probe);
        return result == -Errno.ECONNREFUSED.number() && before.get().remove(path);
    }

    /** Removes the file at a path, if it is this one; returns whether it was. */
    boolean remove(KernelAddress path) {
        return at(path).equals(Optional.of(this)) && LibC.INSTANCE.unlink(path.pathAddress()) == 0;
    }
}
