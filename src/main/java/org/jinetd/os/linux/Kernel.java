package org.jinetd.os.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jinetd.plan.Capability;

/**
 * What the steps of a child depend on.
 *
 * @param closeRange whether it has close_range(2)
 * @param guarded whether others must be kept from tracing a child before its program, since the
 *     kernel does not (fs.suid_dumpable)
 * @param lastCapability the highest number of a capability
 */
record Kernel(boolean closeRange, boolean guarded, int lastCapability) {

    private static final Path SUID_DUMPABLE = Path.of("/proc/sys/fs/suid_dumpable");
    private static final Path LAST_CAPABILITY = Path.of("/proc/sys/kernel/cap_last_cap");
    private static final Set<String> SAFE_DUMPS = Set.of("0", "2");

    /** Returns the one that runs. */
    static Kernel probed(boolean closeRange) {
        return new Kernel(closeRange, isTraceable(), last());
    }

    /** Returns whether memory stays open to a process's new user (proc_sys_fs(5)). */
    private static boolean isTraceable() {
        try {
            return !SAFE_DUMPS.contains(setting(SUID_DUMPABLE));
        } catch (IOException unknown) {
            return true;
        }
    }

    private static int last() {
        try {
            return Integer.parseInt(setting(LAST_CAPABILITY));
        } catch (IOException | NumberFormatException unknown) {
            return Capability.WORDS.size() - 1;
        }
    }

    /**
     * In one read: the kernel gives such a file to the first only, however little that asks for.
     */
    private static String setting(Path path) throws IOException {
        byte[] bytes = new byte[32];
        try (InputStream in = new FileInputStream(path.toFile())) {
            int length = Math.max(0, in.read(bytes));
            return new String(bytes, 0, length, StandardCharsets.US_ASCII).strip();
        }
    }
}
