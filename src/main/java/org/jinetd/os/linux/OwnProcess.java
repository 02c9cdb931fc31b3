package org.jinetd.os.linux;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** This process, as the kernel sees it. */
public final class OwnProcess {

    private OwnProcess() {}

    /** Returns the effective user, 0 to 2³²−2. */
    public static long effectiveUser() {
        return LibC.INSTANCE.geteuid() & 0xffff_ffffL;
    }

    /** Returns the effective group, 0 to 2³²−2. */
    public static long effectiveGroup() {
        return LibC.INSTANCE.getegid() & 0xffff_ffffL;
    }

    /**
     * Lets ps(1), pgrep(1) and top(1) show this name instead of the JVM's.
     *
     * @param name at most 15 bytes (proc(5), /proc/pid/comm)
     */
    public static void name(String name) {
        try (FileOutputStream comm = new FileOutputStream("/proc/self/comm")) {
            comm.write(name.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Without /proc the name stays "java", which harms nothing.
        }
    }
}
