package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AF_UNIX;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_DEFAULT;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.MSG_NOSIGNAL;
import static org.jinetd.os.linux.SocketConstants.SCM_RIGHTS;
import static org.jinetd.os.linux.SocketConstants.SOCK_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.SOCK_DGRAM;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_SNDTIMEO;

import java.util.Optional;
import java.util.Set;
import org.jinetd.os.Errno;

/**
 * The way to a log that listens at a datagram socket in the file system: the journal, or whoever
 * serves syslog(3). It is connected when there is something to say, and again when the other side
 * was started anew. Belongs to one thread, which may wait.
 */
public final class LogSocket implements AutoCloseable {

    private static final int CLOSED = -1;

    /** How long a log that does not read is waited for; then not again until it has read. */
    private static final int PATIENCE_MICROS = 500_000;

    private static final int TIME_BYTES = 16;
    private static final int USUAL_BYTES = 4096;
    private static final String MEMORY_FILE = "jinetd-log";

    // memfd_create(2), fcntl(2)
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0xf;

    /** What a connection leads to whose other end is gone; another end may be there by now. */
    private static final Set<Integer> GONE =
            Set.of(
                    -Errno.ECONNREFUSED.number(),
                    -Errno.ECONNRESET.number(),
                    -Errno.ENOTCONN.number(),
                    -Errno.EPIPE.number());

    private final KernelAddress address = new KernelAddress();
    private final KernelAddress connected = new KernelAddress();
    private final boolean fits;
    private NativeArea buffer = new NativeArea(USUAL_BYTES);
    private int fd = CLOSED;
    private int patience;

    /**
     * @param path where the log listens
     */
    public LogSocket(String path) {
        fits = address.setPath(path);
    }

    /**
     * Sends a message.
     *
     * @return why it was not sent; empty when it was. {@link Errno#EMSGSIZE} says that it is too
     *     large for a datagram
     */
    public Optional<Errno> send(byte[] bytes) {
        put(bytes);
        return reason(again(() -> sent(new Message(connected), buffer.address(), bytes.length)));
    }

    /**
     * Sends a message in memory that is handed over, as the journal takes those that are too large
     * for a datagram: with all seals, so that nobody changes it while it is read.
     *
     * @return why it was not sent; empty when it was
     */
    public Optional<Errno> sendAsFile(byte[] bytes) {
        int file =
                LibC.result(
                        LibC.INSTANCE.memfd_create(MEMORY_FILE, MFD_CLOEXEC | MFD_ALLOW_SEALING));
        if (file < 0) {
            return reason(file);
        }
        int result = fill(file, bytes);
        if (result >= 0) {
            Message message = new Message(connected);
            int at = message.append(SOL_SOCKET, SCM_RIGHTS, Integer.BYTES);
            message.control().host().putInt(at, file);
            result = again(() -> sent(message, buffer.address(), 0));
        }
        LibC.INSTANCE.close(file);
        return reason(result);
    }

    private int fill(int file, byte[] bytes) {
        put(bytes);
        int written = 0;
        while (written < bytes.length) {
            int result =
                    (int)
                            LibC.result(
                                    LibC.INSTANCE.pwrite(
                                            file,
                                            buffer.address() + written,
                                            bytes.length - written,
                                            written));
            if (result <= 0) {
                return result < 0 ? result : -Errno.EIO.number();
            }
            written += result;
        }
        return LibC.result(LibC.INSTANCE.fcntl(file, F_ADD_SEALS, ALL_SEALS));
    }

    private void put(byte[] bytes) {
        if (bytes.length > buffer.host().capacity()) {
            buffer = new NativeArea(bytes.length);
        }
        buffer.host().put(0, bytes);
    }

    private static Optional<Errno> reason(int result) {
        return result < 0 ? Optional.of(Errno.of(-result)) : Optional.empty();
    }

    /** An attempt to send; it returns a negated errno if it failed. */
    @FunctionalInterface
    private interface Attempt {
        int make();
    }

    private int again(Attempt attempt) {
        int first = attempt.make();
        if (!GONE.contains(first)) {
            return first;
        }
        close();
        return attempt.make();
    }

    private int sent(Message message, long from, int length) {
        int open = open();
        if (open < 0) {
            return open;
        }
        int result = message.send(fd, from, length, MSG_NOSIGNAL | patience);
        if (result == -Errno.EAGAIN.number()) {
            patience = MSG_DONTWAIT;
        } else if (result >= 0) {
            patience = 0;
        }
        return result;
    }

    /** Returns a negated errno when the log is not there. */
    private int open() {
        if (fd != CLOSED) {
            return fd;
        }
        if (!fits) {
            return -Errno.ENAMETOOLONG.number();
        }
        int socket =
                LibC.result(
                        LibC.INSTANCE.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_DEFAULT));
        if (socket < 0) {
            return socket;
        }
        NativeArea time = new NativeArea(TIME_BYTES); // struct timeval
        time.host().putLong(Long.BYTES, PATIENCE_MICROS);
        int result =
                LibC.result(
                        LibC.INSTANCE.setsockopt(
                                socket, SOL_SOCKET, SO_SNDTIMEO, time.address(), TIME_BYTES));
        if (result >= 0) {
            result =
                    LibC.result(LibC.INSTANCE.connect(socket, address.address(), address.length()));
        }
        if (result < 0) {
            LibC.INSTANCE.close(socket);
            return result;
        }
        fd = socket;
        return fd;
    }

    @Override
    public void close() {
        if (fd != CLOSED) {
            LibC.INSTANCE.close(fd);
            fd = CLOSED;
        }
    }
}
