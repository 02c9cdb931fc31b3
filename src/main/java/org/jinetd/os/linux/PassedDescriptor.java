package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.F_DUPFD_CLOEXEC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jinetd.os.Fd;

/**
 * A descriptor that the service manager has passed on (sd_listen_fds(3)).
 *
 * @param name what the manager calls it; several may have the same
 */
public record PassedDescriptor(Fd fd, String name) {

    private static final int FIRST = 3;
    private static final String NAMELESS = "unknown";

    /**
     * Takes what was passed, in its order, out of the way of what children share and closed on
     * exec. To be called once, before descriptors are reserved for children.
     *
     * @param environment LISTEN_FDS is for the process of LISTEN_PID only
     * @param pid this process
     */
    public static List<PassedDescriptor> take(Map<String, String> environment, long pid) {
        String count = environment.getOrDefault("LISTEN_FDS", "");
        boolean isOurs = environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid));
        if (!isOurs || !count.matches("[0-9]{1,6}")) {
            return List.of();
        }
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
        int end = FIRST + Integer.parseInt(count);
        List<PassedDescriptor> passed = new ArrayList<>();
        for (int number = FIRST; number < end; number++) {
            int index = number - FIRST;
            boolean named = index < names.length && !names[index].isEmpty();
            int lifted = lift(number, end);
            if (lifted >= 0) {
                String name = named ? names[index] : NAMELESS;
                passed.add(new PassedDescriptor(new Fd(lifted), name));
            }
        }
        return List.copyOf(passed);
    }

    /** Every descriptor below those of the spawners is copied into each child. */
    private static int lift(int number, int floor) {
        int lifted = LibC.result(LibC.INSTANCE.fcntl(number, F_DUPFD_CLOEXEC, floor));
        if (lifted >= 0) {
            LibC.INSTANCE.close(number);
        }
        return lifted;
    }
}
