package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;

/**
 * A pair of connected UNIX sockets. One pair serves all children of a service, since the kernel
 * tells with each piece which process has written it (unix(7), SO_PASSCRED), and never joins pieces
 * of two.
 */
final class LinuxErrors implements Errors {

    private static final int SO_PASSCRED = 16;
    private static final int SHUT_WR = 1;
    private static final int SOCK_CLOEXEC = 0x8_0000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int PIECE_BYTES = 4096;

    // struct msghdr, its one struct iovec, and the control message
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int BUFFER = 56;
    private static final int BUFFER_LENGTH = 64;
    private static final int CREDENTIALS = 72;

    /**
     * Room for one struct ucred and nothing else: descriptors that a child may send (SCM_RIGHTS)
     * would be ours to close, and find no place.
     */
    private static final int CONTROL_BYTES = 32;

    private static final int PID = CREDENTIALS + 16; // behind struct cmsghdr

    private final Fd reading;
    private final Fd writing;
    private final NativeArea message = new NativeArea(CREDENTIALS + CONTROL_BYTES);
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    private final long pieceAddress = NativeMemory.address(piece);

    private LinuxErrors(Fd reading, Fd writing) {
        this.reading = reading;
        this.writing = writing;
        message.host()
                .putLong(VECTOR, message.address() + BUFFER)
                .putLong(VECTOR_LENGTH, 1)
                .putLong(CONTROL, message.address() + CREDENTIALS)
                .putLong(BUFFER, pieceAddress)
                .putLong(BUFFER_LENGTH, PIECE_BYTES);
    }

    static Outcome<Errors> open() {
        NativeArea ends = new NativeArea(2 * Integer.BYTES);
        int type = SocketConstants.SOCK_STREAM | SOCK_CLOEXEC;
        int made =
                LibC.result(
                        LibC.INSTANCE.socketpair(SocketConstants.AF_UNIX, type, 0, ends.address()));
        if (made < 0) {
            return Outcome.failed("socketpair(AF_UNIX)", Errno.of(-made));
        }
        Fd reading = new Fd(ends.host().getInt(0));
        Fd writing = new Fd(ends.host().getInt(Integer.BYTES));
        NativeArea one = new NativeArea(Integer.BYTES);
        one.host().putInt(0, 1);
        LibC.INSTANCE.setsockopt(
                reading.number(),
                SocketConstants.SOL_SOCKET,
                SO_PASSCRED,
                one.address(),
                Integer.BYTES);
        // A child that reads its descriptor 2 finds the end.
        LibC.INSTANCE.shutdown(reading.number(), SHUT_WR);
        return Outcome.of(new LinuxErrors(reading, writing));
    }

    /** Returns the descriptor for children. */
    int writing() {
        return writing.number();
    }

    @Override
    public Fd fd() {
        return reading;
    }

    @Override
    public Optional<Piece> next() {
        message.host().putLong(CONTROL_LENGTH, CONTROL_BYTES).putInt(PID, 0);
        long got =
                LibC.result(
                        LibC.INSTANCE.recvmsg(reading.number(), message.address(), MSG_DONTWAIT));
        return got < 0
                ? Optional.empty()
                : Optional.of(
                        new Piece(
                                message.host().getInt(PID),
                                piece.duplicate().position(0).limit((int) got)));
    }

    @Override
    public void finish() {
        if (writing.isOpen()) {
            LibC.INSTANCE.close(writing.release());
        }
    }

    @Override
    public void close() {
        finish();
        LibC.INSTANCE.close(reading.release());
    }
}
