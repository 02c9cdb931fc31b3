package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.SignalSource;

/**
 * Signals as bytes in a pipe. The handlers are ours and native: the JVM's way to a Java handler
 * starts a thread for every signal, and leaves a signal ignored that was ignored when it was
 * started (nohup(1)).
 */
public final class SignalPipe implements SignalSource {

    private static final int O_CLOEXEC_NONBLOCK = 0x8_0800;
    private static final int SA_RESTART = 0x1000_0000;
    private static final int ACTION_BYTES = 152;
    private static final int FLAGS_OFFSET = 136;

    private final Fd readEnd;
    private final ByteBuffer numbers = ByteBuffer.allocateDirect(1);
    private final long numbersAddress = NativeMemory.address(numbers);

    private SignalPipe(Fd readEnd) {
        this.readEnd = readEnd;
    }

    /** Takes over these signals, for good. */
    public static Outcome<SignalPipe> open(List<DaemonSignal> signals) {
        Optional<Architecture> architecture = Architecture.named(System.getProperty("os.arch"));
        if (architecture.isEmpty()) {
            return Outcome.failed("sigaction on " + System.getProperty("os.arch"), Errno.ENOSYS);
        }
        ByteBuffer ends =
                ByteBuffer.allocateDirect(2 * Integer.BYTES).order(ByteOrder.nativeOrder());
        int piped =
                LibC.result(LibC.INSTANCE.pipe2(NativeMemory.address(ends), O_CLOEXEC_NONBLOCK));
        if (piped < 0) {
            return Outcome.failed("pipe2", Errno.of(-piped));
        }
        long handler =
                Pages.executable(architecture.get().signalHandler(ends.getInt(Integer.BYTES)));
        ByteBuffer action = ByteBuffer.allocateDirect(ACTION_BYTES).order(ByteOrder.nativeOrder());
        action.putLong(0, handler).putInt(FLAGS_OFFSET, SA_RESTART);
        for (DaemonSignal signal : signals) {
            LibC.INSTANCE.sigaction(signal.number(), NativeMemory.address(action), 0);
        }
        return Outcome.of(new SignalPipe(new Fd(ends.getInt(0))));
    }

    @Override
    public Fd fd() {
        return readEnd;
    }

    @Override
    public Optional<DaemonSignal> next() {
        long got = LibC.INSTANCE.read(readEnd.number(), numbersAddress, 1);
        return got == 1 ? DaemonSignal.numbered(numbers.get(0)) : Optional.empty();
    }
}
