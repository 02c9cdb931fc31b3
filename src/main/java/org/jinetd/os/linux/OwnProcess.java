package org.jinetd.os.linux;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process, as the kernel sees it. */
public final class OwnProcess {

    /** The 19th field of proc(5), /proc/pid/stat, counted from the 3rd. */
    private static final int NICE_BEHIND_NAME = 16;

    private OwnProcess() {}

    /** Returns the effective user, 0 to 2³²−2. */
    public static long effectiveUser() {
        return LibC.INSTANCE.geteuid() & 0xffff_ffffL;
    }

    /** Returns the effective group, 0 to 2³²−2. */
    public static long effectiveGroup() {
        return LibC.INSTANCE.getegid() & 0xffff_ffffL;
    }

    /** Returns the niceness, −20 to 19; 0 where it cannot be found out. */
    public static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            // The name before may have anything in it, but no field behind it has a bracket.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Integer.parseInt(fields[NICE_BEHIND_NAME]);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return 0;
        }
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
