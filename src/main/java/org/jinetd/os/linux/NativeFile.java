package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/**
 * A regular file, opened so that nothing else can be mistaken for one: a FIFO would block whoever
 * opens it for ever, a device would be read for ever, and a link can point anywhere.
 */
final class NativeFile implements AutoCloseable {

    static final int O_WRONLY = 1;
    static final int O_CREAT = 0100;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_NOFOLLOW = 0400000;
    static final int O_CLOEXEC = 02000000;

    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int DEVICE = 136;
    private static final int S_IFMT = 0170000;
    private static final int S_IFREG = 0100000;
    private static final int X_OK = 1;
    private static final int AT_FDCWD = -100;
    private static final int CHUNK = 64 * 1024;

    private final int fd;
    private final Identity identity;

    /**
     * Which file it is, whatever it is called.
     *
     * @param device the number of its file system
     * @param inode its own number there
     */
    record Identity(long device, long inode) {}

    private NativeFile(int fd, Identity identity) {
        this.fd = fd;
        this.identity = identity;
    }

    /** Opens a regular file; anything else is EINVAL. */
    static Outcome<NativeFile> open(String path, int flags, int mode) {
        int all = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
        ByteBuffer name = cString(path);
        int fd = LibC.result(LibC.INSTANCE.open(NativeMemory.address(name), all, mode));
        if (fd < 0) {
            return Outcome.failed("open(" + path + ")", Errno.of(-fd));
        }
        Optional<Identity> identity = regular(fd);
        if (identity.isEmpty()) {
            LibC.INSTANCE.close(fd);
            return Outcome.failed("open(" + path + "), which is no regular file", Errno.EINVAL);
        }
        return Outcome.of(new NativeFile(fd, identity.get()));
    }

    /** Returns whether there is a regular file that this process may execute. */
    static boolean isProgram(String path) {
        ByteBuffer name = cString(path);
        NativeArea status = new NativeArea(STATX_BYTES);
        long address = NativeMemory.address(name);
        boolean regular =
                LibC.INSTANCE.statx(AT_FDCWD, address, 0, STATX_BASIC, status.address()) == 0
                        && isRegular(status);
        return regular && LibC.INSTANCE.access(NativeMemory.address(name), X_OK) == 0;
    }

    private static Optional<Identity> regular(int fd) {
        NativeArea status = new NativeArea(STATX_BYTES);
        ByteBuffer empty = cString("");
        long address = NativeMemory.address(empty);
        int result = LibC.INSTANCE.statx(fd, address, AT_EMPTY_PATH, STATX_BASIC, status.address());
        return result == 0 && isRegular(status)
                ? Optional.of(
                        new Identity(status.host().getLong(DEVICE), status.host().getLong(INODE)))
                : Optional.empty();
    }

    private static boolean isRegular(NativeArea status) {
        return (status.host().getShort(MODE) & S_IFMT) == S_IFREG;
    }

    Identity identity() {
        return identity;
    }

    int fd() {
        return fd;
    }

    /** Returns all that is in it; EFBIG when that is more than so many bytes. */
    Outcome<byte[]> read(int most) {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        byte[] all = new byte[CHUNK];
        int length = 0;
        while (true) {
            long got = LibC.result(LibC.INSTANCE.read(fd, NativeMemory.address(chunk), CHUNK));
            if (got < 0) {
                return Outcome.failed("read", Errno.of((int) -got));
            }
            if (got == 0) {
                return Outcome.of(Arrays.copyOf(all, length));
            }
            if (length + got > most) {
                return Outcome.failed("read, more than " + most + " bytes", Errno.EFBIG);
            }
            if (length + got > all.length) {
                all = Arrays.copyOf(all, 2 * all.length);
            }
            chunk.get(0, all, length, (int) got);
            length += (int) got;
        }
    }

    @Override
    public void close() {
        LibC.INSTANCE.close(fd);
    }

    /** Returns the bytes of a path with the zero behind them. */
    static ByteBuffer cString(String text) {
        int room = ByteText.MOST_BYTES_PER_CHAR * text.length() + 1;
        ByteBuffer bytes = ByteBuffer.allocateDirect(room).order(ByteOrder.nativeOrder());
        bytes.put(ByteText.encode(text, bytes, 0), (byte) 0);
        return bytes;
    }
}
