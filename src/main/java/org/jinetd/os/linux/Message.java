package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.MSG_CMSG_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.MSG_TRUNC;
import static org.jinetd.os.linux.SocketConstants.SCM_RIGHTS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;

/**
 * A message of recvmsg(2) and sendmsg(2): one buffer, the address of the other side, and control
 * messages (cmsg(3)).
 */
final class Message {

    /** What {@link #find} returns for a control message that is not there. */
    static final int ABSENT = -1;

    /** Size of a struct msghdr, padded, and of the struct mmsghdr that begins with one. */
    static final int HEADER_BYTES = 64;

    /** Size of a struct iovec. */
    static final int VECTOR_BYTES = 16;

    // struct msghdr
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int RECEIVED = 56; // behind it, in struct mmsghdr

    // struct cmsghdr
    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int CONTENT = 16;
    private static final int CONTROL_BYTES = 256;

    private final KernelAddress other;
    private final NativeArea headers;
    private final int header;
    private final int vector;
    private final NativeArea control = new NativeArea(CONTROL_BYTES);
    private int controlLength;

    /**
     * @param other the address that is received from or sent to
     */
    Message(KernelAddress other) {
        this(other, headers(1), 0, 1);
    }

    /**
     * Makes one of an array of messages.
     *
     * @param headers what {@link #headers} returned
     * @param index its own, from 0 on
     * @param count of the array
     */
    Message(KernelAddress other, NativeArea headers, int index, int count) {
        this.other = other;
        this.headers = headers;
        this.header = index * HEADER_BYTES;
        this.vector = count * HEADER_BYTES + index * VECTOR_BYTES;
        headers.host()
                .putLong(header + NAME, other.address())
                .putLong(header + VECTOR, headers.address() + vector)
                .putLong(header + VECTOR_LENGTH, 1)
                .putLong(header + CONTROL, control.address());
    }

    /** Returns room for an array of struct mmsghdr, behind which are their vectors. */
    static NativeArea headers(int count) {
        return new NativeArea(count * (HEADER_BYTES + VECTOR_BYTES));
    }

    /** Returns the control messages, for what {@link #find} and {@link #append} point to. */
    NativeArea control() {
        return control;
    }

    /** Returns the number of bytes, or a negated errno. */
    int receive(int fd, long buffer, int room, int flags) {
        expect(buffer, room);
        long address = headers.address() + header;
        int all = flags | MSG_CMSG_CLOEXEC;
        long result = LibC.result(LibC.INSTANCE.recvmsg(fd, address, all));
        if (result < 0) {
            clearControl();
        } else {
            arrived();
        }
        return (int) result;
    }

    /** Makes it ready to be received into. */
    void expect(long buffer, int room) {
        other.clear();
        point(buffer, room, CONTROL_BYTES);
    }

    /** Takes note of what the kernel has written. */
    void arrived() {
        other.length(headers.host().getInt(header + NAME_LENGTH));
        controlLength = (int) headers.host().getLong(header + CONTROL_LENGTH);
        closePassedFiles();
    }

    /** Returns the length of one that recvmmsg(2) has received. */
    int received() {
        return headers.host().getInt(header + RECEIVED);
    }

    /** Returns whether its buffer was too short for it. */
    boolean isCut() {
        return (headers.host().getInt(header + FLAGS) & MSG_TRUNC) != 0;
    }

    /**
     * Whoever can send to a UNIX socket can send open files along (unix(7)), and whoever asks for
     * any control message gets them: in a while it would have no descriptors left.
     */
    private void closePassedFiles() {
        int files = other.isInet() ? ABSENT : find(SOL_SOCKET, SCM_RIGHTS);
        if (files == ABSENT) {
            return;
        }
        long end = files - CONTENT + control.host().getLong(files - CONTENT);
        for (int at = files; at + Integer.BYTES <= end; at += Integer.BYTES) {
            LibC.INSTANCE.close(control.host().getInt(at));
        }
    }

    /** Returns the number of bytes, or a negated errno. */
    int send(int fd, long buffer, int length, int flags) {
        point(buffer, length, controlLength);
        return (int) LibC.result(LibC.INSTANCE.sendmsg(fd, headers.address() + header, flags));
    }

    /** Makes it ready to be sent by sendmmsg(2), as one of an array made elsewhere. */
    void enter(NativeArea array, int index, long buffer, int length) {
        point(buffer, length, controlLength);
        for (int i = 0; i < HEADER_BYTES; i += Long.BYTES) {
            long word = headers.host().getLong(header + i);
            array.host().putLong(index * HEADER_BYTES + i, word);
        }
    }

    private void point(long buffer, int length, int controlRoom) {
        headers.host()
                .putInt(header + NAME_LENGTH, other.length())
                .putLong(header + CONTROL_LENGTH, controlRoom)
                .putInt(header + FLAGS, 0)
                .putLong(vector, buffer)
                .putLong(vector + Long.BYTES, length);
    }

    /** Returns where the content of a received control message is, or {@link #ABSENT}. */
    int find(int level, int type) {
        int at = 0;
        while (at + CONTENT <= controlLength) {
            long length = control.host().getLong(at);
            if (length < CONTENT || length > controlLength - at) {
                return ABSENT;
            }
            if (control.host().getInt(at + LEVEL) == level
                    && control.host().getInt(at + TYPE) == type) {
                return at + CONTENT;
            }
            at += aligned((int) length);
        }
        return ABSENT;
    }

    /** Forgets the control messages. */
    void clearControl() {
        controlLength = 0;
    }

    /** Adds a control message to send, all zeros; returns where its content is. */
    int append(int level, int type, int length) {
        int at = controlLength;
        controlLength += aligned(CONTENT + length);
        for (int i = at; i < controlLength; i++) {
            control.host().put(i, (byte) 0);
        }
        control.host().putLong(at, CONTENT + length);
        control.host().putInt(at + LEVEL, level).putInt(at + TYPE, type);
        return at + CONTENT;
    }

    private static int aligned(int length) {
        return (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
