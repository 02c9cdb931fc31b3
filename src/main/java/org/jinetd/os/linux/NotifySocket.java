package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.F_DUPFD_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.MSG_NOSIGNAL;
import static org.jinetd.os.linux.SocketConstants.SCM_RIGHTS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jnr.unixsocket.UnixDatagramChannel;
import org.jinetd.os.Clock;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Supervisor;

/**
 * Tells systemd how the daemon is (sd_notify(3)), in the order of the calls. What it has no room to
 * hear waits here, but for what is said again anyway; nothing ever waits for it.
 *
 * <p>The socket is jnr-unixsocket's, whose own send knows neither descriptors nor why it failed.
 */
public final class NotifySocket implements Supervisor {

    /** Beyond this the oldest is forgotten: a manager that reads nothing must not cost memory. */
    static final int MOST_WAITING = 10_000;

    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int MOST_BYTES = 8192;

    /**
     * One message.
     *
     * @param descriptor what goes with it
     */
    private record Notice(String text, OptionalInt descriptor) {

        Notice(String text) {
            this(text, OptionalInt.empty());
        }

        /** Returns one whose descriptor nobody else closes. */
        Notice toKeep() {
            return descriptor.isEmpty()
                    ? this
                    : new Notice(
                            text,
                            OptionalInt.of(
                                    LibC.result(
                                            LibC.INSTANCE.fcntl(
                                                    descriptor.getAsInt(), F_DUPFD_CLOEXEC, 0))));
        }

        void forget() {
            descriptor.ifPresent(LibC.INSTANCE::close);
        }
    }

    private final UnixDatagramChannel channel;
    private final Message message;
    private final NativeArea text = new NativeArea(MOST_BYTES);
    private final Deque<Notice> waiting = new ArrayDeque<>();
    private final Optional<Duration> patience;
    private final Clock clock;

    private NotifySocket(
            UnixDatagramChannel channel,
            KernelAddress address,
            Optional<Duration> patience,
            Clock clock) {
        this.channel = channel;
        this.message = new Message(address);
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * Returns the supervisor that the environment names; empty when it names none.
     *
     * @param environment NOTIFY_SOCKET is a path, or a name with @ in front; WATCHDOG_USEC is for
     *     the process of WATCHDOG_PID, or for anybody without that (sd_watchdog_enabled(3))
     * @param pid this process
     */
    public static Optional<NotifySocket> of(Map<String, String> environment, long pid, Clock clock)
            throws IOException {
        KernelAddress address = new KernelAddress();
        String variable = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (variable.isEmpty() || !address.setPath(variable)) {
            return Optional.empty();
        }
        UnixDatagramChannel channel = UnixDatagramChannel.open();
        // The library does not say so; on kernels without close_range(2) children would have it.
        LibC.INSTANCE.fcntl(channel.getFD(), F_SETFD, FD_CLOEXEC);
        channel.configureBlocking(false); // a manager that does not read must not stop the loop
        return Optional.of(new NotifySocket(channel, address, patience(environment, pid), clock));
    }

    private static Optional<Duration> patience(Map<String, String> environment, long pid) {
        String self = Long.toString(pid);
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean isOurs = environment.getOrDefault("WATCHDOG_PID", self).equals(self);
        return isOurs && micros.matches("[1-9][0-9]{0,14}")
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000))
                : Optional.empty();
    }

    @Override
    public void ready(String status) {
        say("READY=1\nSTATUS=" + status);
    }

    @Override
    public void reloading() {
        // Without the time, a unit of Type=notify-reload waits for it until it times out.
        say("RELOADING=1\nMONOTONIC_USEC=" + clock.nanos() / 1000);
    }

    @Override
    public void stopping(String status) {
        say("STOPPING=1\nSTATUS=" + status);
    }

    @Override
    public void status(String status) {
        sayIfHeard("STATUS=" + status);
    }

    @Override
    public Optional<Duration> patience() {
        return patience;
    }

    @Override
    public void alive() {
        sayIfHeard("WATCHDOG=1");
    }

    @Override
    public void extend(Duration time) {
        sayIfHeard("EXTEND_TIMEOUT_USEC=" + time.toNanos() / 1000);
    }

    void say(String words) {
        say(new Notice(words));
    }

    /** Sends a descriptor along, of which systemd makes a copy. */
    void say(String words, Fd descriptor) {
        say(new Notice(words, OptionalInt.of(descriptor.number())));
    }

    private void say(Notice notice) {
        if (catchUp() && send(notice)) {
            return;
        }
        waiting.add(notice.toKeep());
        if (waiting.size() > MOST_WAITING) {
            waiting.remove().forget();
        }
    }

    private void sayIfHeard(String words) {
        if (catchUp()) {
            boolean unused = send(new Notice(words));
        }
    }

    @Override
    public boolean catchUp() {
        while (!waiting.isEmpty() && send(waiting.peek())) {
            waiting.remove().forget();
        }
        return waiting.isEmpty();
    }

    /**
     * Returns whether it is done with. A manager that is gone is no reason to serve worse; there is
     * nobody else to tell, and nothing to do about it.
     */
    private boolean send(Notice notice) {
        byte[] bytes = notice.text().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_BYTES);
        text.host().put(0, bytes, 0, length);
        message.clearControl();
        notice.descriptor()
                .ifPresent(
                        fd -> {
                            int at = message.append(SOL_SOCKET, SCM_RIGHTS, Integer.BYTES);
                            message.control().host().putInt(at, fd);
                        });
        int result =
                message.send(channel.getFD(), text.address(), length, MSG_DONTWAIT | MSG_NOSIGNAL);
        return result != -Errno.EAGAIN.number() && result != -Errno.ENOBUFS.number();
    }
}
