package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;
import static org.jinetd.os.linux.SocketConstants.SO_RCVBUF;
import static org.jinetd.os.linux.SocketConstants.SO_RCVBUFFORCE;
import static org.jinetd.os.linux.SocketConstants.SO_SNDBUF;
import static org.jinetd.os.linux.SocketConstants.SO_SNDBUFFORCE;

import org.jinetd.plan.Buffers;

/** Sets and tells the options of sockets (setsockopt(2)). */
final class SocketOptions {

    private static final int SUCCESS = 0;

    private final NativeArea value = new NativeArea(Integer.BYTES);
    private final NativeArea pair = new NativeArea(2 * Integer.BYTES);
    private final NativeArea length = new NativeArea(Integer.BYTES);

    /** Returns 0, or a negated errno. */
    int set(int fd, int level, int name, int number) {
        value.host().putInt(0, number);
        return LibC.result(
                LibC.INSTANCE.setsockopt(fd, level, name, value.address(), Integer.BYTES));
    }

    /** Sets an option that is a text; returns 0, or a negated errno. */
    int set(int fd, int level, int name, String text) {
        NativeArea area = new NativeArea(3 * text.length() + 1);
        int end = ByteText.encode(text, area.host(), 0);
        return LibC.result(LibC.INSTANCE.setsockopt(fd, level, name, area.address(), end));
    }

    /** Sets an option that is two numbers; returns 0, or a negated errno. */
    int set(int fd, int level, int name, int first, int second) {
        pair.host().putInt(0, first).putInt(Integer.BYTES, second);
        return LibC.result(
                LibC.INSTANCE.setsockopt(fd, level, name, pair.address(), 2 * Integer.BYTES));
    }

    /** Returns the number, 0 or more, or a negated errno. */
    int get(int fd, int level, int name) {
        length.host().putInt(0, Integer.BYTES);
        int result =
                LibC.result(
                        LibC.INSTANCE.getsockopt(
                                fd, level, name, value.address(), length.address()));
        return result < 0 ? result : value.host().getInt(0);
    }

    /** Fills an area with an option; returns its length, or a negated errno. */
    int get(int fd, int level, int name, NativeArea into) {
        length.host().putInt(0, into.host().capacity());
        int result =
                LibC.result(
                        LibC.INSTANCE.getsockopt(
                                fd, level, name, into.address(), length.address()));
        return result < 0 ? result : length.host().getInt(0);
    }

    /**
     * Sets the sizes that are asked for. net.core.wmem_max and rmem_max bind only those who lack
     * CAP_NET_ADMIN; for them the kernel silently takes the greatest it allows (socket(7)).
     *
     * @return 0, or a negated errno
     */
    int setBuffers(int fd, Buffers buffers) {
        int sent = setSize(fd, SO_SNDBUFFORCE, SO_SNDBUF, buffers.send());
        return sent < 0 ? sent : setSize(fd, SO_RCVBUFFORCE, SO_RCVBUF, buffers.receive());
    }

    private int setSize(int fd, int forced, int bounded, int bytes) {
        if (bytes == 0 || set(fd, SOL_SOCKET, forced, bytes) == SUCCESS) {
            return SUCCESS;
        }
        return set(fd, SOL_SOCKET, bounded, bytes);
    }
}
