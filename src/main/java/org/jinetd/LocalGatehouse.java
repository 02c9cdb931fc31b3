package org.jinetd;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jinetd.event.Veil;
import org.jinetd.loop.Gatehouse;
import org.jinetd.os.HostsAccess;
import org.jinetd.os.linux.LinuxHostNames;
import org.jinetd.os.linux.ProcLoad;

/** Makes what the daemon's gates ask of this host. */
final class LocalGatehouse {

    private static final int LOOK_UP_THREADS = 32;
    private static final int MOST_WAITING = 256;
    private static final int IDLE_SECONDS = 30;
    private static final int KEY_BYTES = 16;

    private LocalGatehouse() {}

    /**
     * @param hosts what judges the clients of services that want it
     */
    static Gatehouse open(HostsAccess hosts) {
        ByteBuffer secret = ByteBuffer.wrap(random());
        byte[] key = new byte[KEY_BYTES];
        secret.get(key);
        return new Gatehouse(
                new LinuxHostNames(),
                hosts,
                lookUps(),
                new ProcLoad(),
                ZoneId.systemDefault(),
                new Veil(key),
                secret.getLong());
    }

    /** Threads for those who wait for the network; none as long as nobody does. */
    private static Executor lookUps() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        LOOK_UP_THREADS,
                        LOOK_UP_THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        work -> {
                            Thread thread = new Thread(work, "look-ups");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The JDK's own source of random numbers takes longer to load than the rest of a start. */
    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES + Long.BYTES];
        try (InputStream kernel = Files.newInputStream(Path.of("/dev/urandom"))) {
            if (kernel.readNBytes(bytes, 0, bytes.length) == bytes.length) {
                return bytes;
            }
        } catch (IOException e) {
            // As below.
        }
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
