package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_UNIX;
import static org.jinetd.os.linux.SocketConstants.AT_EMPTY_PATH;
import static org.jinetd.os.linux.SocketConstants.AT_FDCWD;
import static org.jinetd.os.linux.SocketConstants.AT_SYMLINK_NOFOLLOW;
import static org.jinetd.os.linux.SocketConstants.O_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.O_PATH;
import static org.jinetd.os.linux.SocketConstants.SIOCUNIXFILE;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOCK_NONBLOCK;
import static org.jinetd.os.linux.SocketConstants.STATX_TYPE_MODE_UID_INO_BTIME;
import static org.jinetd.os.linux.SocketConstants.S_IFMT;
import static org.jinetd.os.linux.SocketConstants.S_IFSOCK;

import java.util.Optional;
import java.util.OptionalInt;
import org.jinetd.os.Errno;
import org.jinetd.plan.Ownership;

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
    private static final int OWNER = 20;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int BIRTH_SECONDS = 80;
    private static final int BIRTH_NANOS = 88;
    private static final int DEVICE = 136;

    /** Returns the socket file at a path; empty when there is none, or a file of another kind. */
    static Optional<SocketFile> at(KernelAddress path) {
        return look(AT_FDCWD, path.pathAddress(), AT_SYMLINK_NOFOLLOW);
    }

    /** Returns the socket file that a descriptor stands for; empty when it is another kind. */
    static Optional<SocketFile> of(int fd) {
        return look(fd, new NativeArea(1).address(), AT_EMPTY_PATH);
    }

    /** Returns the user that owns the socket file at a descriptor; empty for another kind. */
    static OptionalInt owner(int fd) {
        NativeArea area = new NativeArea(STATX_BYTES);
        return isSocket(fd, new NativeArea(1).address(), AT_EMPTY_PATH, area)
                ? OptionalInt.of(area.host().getInt(OWNER))
                : OptionalInt.empty();
    }

    private static Optional<SocketFile> look(int directory, long path, int flags) {
        NativeArea area = new NativeArea(STATX_BYTES);
        if (!isSocket(directory, path, flags, area)) {
            return Optional.empty();
        }
        long born =
                area.host().getLong(BIRTH_SECONDS) * 1_000_000_000L
                        + area.host().getInt(BIRTH_NANOS);
        return Optional.of(
                new SocketFile(area.host().getLong(DEVICE), area.host().getLong(INODE), born));
    }

    private static boolean isSocket(int directory, long path, int flags, NativeArea into) {
        int result =
                LibC.INSTANCE.statx(
                        directory, path, flags, STATX_TYPE_MODE_UID_INO_BTIME, into.address());
        return result >= 0 && (into.host().getShort(MODE) & S_IFMT) == S_IFSOCK;
    }

    /**
     * Returns a descriptor (O_PATH) of the file that a socket is bound to, wherever it is by now.
     * Without CAP_NET_ADMIN the kernel does not tell, and it is what is found at the path, if that
     * is a socket.
     *
     * @return the descriptor, or a negated errno
     */
    static int open(int socket, KernelAddress path) {
        int told = LibC.result(LibC.INSTANCE.ioctl(socket, SIOCUNIXFILE, 0));
        return told >= 0 ? told : open(path);
    }

    /** Returns a descriptor of the socket file at a path, not of what a link points to. */
    static int open(KernelAddress path) {
        Optional<SocketFile> expected = at(path);
        int fd =
                LibC.result(
                        LibC.INSTANCE.openat(AT_FDCWD, path.pathAddress(), O_PATH | O_CLOEXEC, 0));
        if (fd < 0 || (expected.isPresent() && of(fd).equals(expected))) {
            return fd;
        }
        LibC.INSTANCE.close(fd);
        return -Errno.ELOOP.number();
    }

    /**
     * Sets the mode of the very file that a descriptor stands for: fchmod(2) refuses those of
     * O_PATH, so it goes by the link that means the open file and no name (proc_pid_fd(5)).
     *
     * @return 0, or a negated errno
     */
    static int setMode(int fd, int mode) {
        return LibC.result(LibC.INSTANCE.chmod("/proc/self/fd/" + fd, mode));
    }

    /**
     * Sets the owner and the group of the very file that a descriptor stands for.
     *
     * @return 0, or a negated errno
     */
    static int setOwner(int fd, Ownership ownership) {
        return LibC.result(
                LibC.INSTANCE.fchownat(
                        fd,
                        new NativeArea(1).address(),
                        (int) ownership.uid(),
                        (int) ownership.gid(),
                        AT_EMPTY_PATH));
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
