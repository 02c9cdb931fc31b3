package org.jinetd.os.linux;

/**
 * A message of recvmsg(2) and sendmsg(2): one buffer, the address of the other side, and control
 * messages (cmsg(3)).
 */
final class Message {

    /** What {@link #find} returns for a control message that is not there. */
    static final int ABSENT = -1;

    // struct msghdr, followed by its one struct iovec
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int BUFFER = 56;
    private static final int BUFFER_LENGTH = 64;
    private static final int HEADER_BYTES = 72;

    // struct cmsghdr
    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int CONTENT = 16;
    private static final int CONTROL_BYTES = 256;

    private final KernelAddress other;
    private final NativeArea header = new NativeArea(HEADER_BYTES);
    private final NativeArea control = new NativeArea(CONTROL_BYTES);
    private int controlLength;

    /**
     * @param other the address that is received from or sent to
     */
    Message(KernelAddress other) {
        this.other = other;
        header.host()
                .putLong(NAME, other.address())
                .putLong(VECTOR, header.address() + BUFFER)
                .putLong(VECTOR_LENGTH, 1)
                .putLong(CONTROL, control.address());
    }

    /** Returns the control messages, for what {@link #find} and {@link #append} point to. */
    NativeArea control() {
        return control;
    }

    /** Returns the number of bytes, or a negated errno. */
    int receive(int fd, long buffer, int room, int flags) {
        other.clear();
        point(buffer, room, CONTROL_BYTES);
        long result = LibC.result(LibC.INSTANCE.recvmsg(fd, header.address(), flags));
        other.length(header.host().getInt(NAME_LENGTH));
        controlLength = result < 0 ? 0 : (int) header.host().getLong(CONTROL_LENGTH);
        return (int) result;
    }

    /** Returns the number of bytes, or a negated errno. */
    int send(int fd, long buffer, int length, int flags) {
        point(buffer, length, controlLength);
        return (int) LibC.result(LibC.INSTANCE.sendmsg(fd, header.address(), flags));
    }

    private void point(long buffer, int length, int controlRoom) {
        header.host()
                .putInt(NAME_LENGTH, other.length())
                .putLong(CONTROL_LENGTH, controlRoom)
                .putInt(FLAGS, 0)
                .putLong(BUFFER, buffer)
                .putLong(BUFFER_LENGTH, length);
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
