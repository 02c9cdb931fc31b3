package org.jinetd.os.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jinetd.os.Clock;
import org.jinetd.os.Supervisor;

/** Tells systemd how the daemon is (sd_notify(3)). */
public final class NotifySocket implements Supervisor {

    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    private final UnixDatagramChannel channel;
    private final UnixSocketAddress address;
    private final Clock clock;

    private NotifySocket(UnixDatagramChannel channel, UnixSocketAddress address, Clock clock) {
        this.channel = channel;
        this.address = address;
        this.clock = clock;
    }

    /**
     * Returns the supervisor that listens there; nobody when the variable is empty.
     *
     * @param variable the value of NOTIFY_SOCKET: a path, or a name with @ in front
     */
    public static Supervisor at(String variable, Clock clock) throws IOException {
        if (variable.isEmpty()) {
            return Supervisor.NONE;
        }
        String name = variable.startsWith("@") ? "\0" + variable.substring(1) : variable;
        UnixDatagramChannel channel = UnixDatagramChannel.open();
        // The library does not say so; on kernels without close_range(2) children would have it.
        LibC.INSTANCE.fcntl(channel.getFD(), F_SETFD, FD_CLOEXEC);
        channel.configureBlocking(false); // a manager that does not read must not stop the loop
        return new NotifySocket(channel, new UnixSocketAddress(name), clock);
    }

    @Override
    public void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    @Override
    public void reloading() {
        // Without the time, a unit of Type=notify-reload waits for it until it times out.
        send("RELOADING=1\nMONOTONIC_USEC=" + clock.nanos() / 1000);
    }

    @Override
    public void stopping() {
        send("STOPPING=1");
    }

    private void send(String state) {
        try {
            channel.send(ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8)), address);
        } catch (IOException e) {
            // A manager that is gone, or does not read, is no reason to serve worse; there is
            // nobody else to tell, and nothing to do about it.
        }
    }
}
