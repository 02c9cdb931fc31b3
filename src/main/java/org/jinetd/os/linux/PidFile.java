package org.jinetd.os.linux;

import static org.jinetd.os.linux.NativeFile.O_CREAT;
import static org.jinetd.os.linux.NativeFile.O_NOFOLLOW;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/**
 * The file that says which process the daemon is. It is written only into a regular file of its own
 * name, never through a link, and only when no other living process claims it; and it is removed
 * only while it is still the file that was written.
 */
public final class PidFile {

    private static final int O_RDWR = 2;
    private static final int MODE = 0644;
    private static final int MOST_BYTES = 64;
    private static final int LONGEST_PID = 10;

    private final String path;
    private final NativeFile.Identity identity;

    private PidFile(String path, NativeFile.Identity identity) {
        this.path = path;
        this.identity = identity;
    }

    /** Writes this process' number. */
    public static Outcome<PidFile> write(String path) {
        Outcome<NativeFile> opened = NativeFile.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, MODE);
        if (opened instanceof Outcome.Failed<NativeFile> failed) {
            return Outcome.failed(failed.call(), failed.errno());
        }
        try (NativeFile file = ((Outcome.Done<NativeFile>) opened).value()) {
            Optional<Long> other = living(file);
            if (other.isPresent()) {
                return Outcome.failed(
                        "open(" + path + "), which names the running process " + other.get(),
                        Errno.EEXIST);
            }
            LibC.INSTANCE.fchmod(file.fd(), MODE); // whatever the umask has left of it
            LibC.INSTANCE.ftruncate(file.fd(), 0);
            ByteBuffer text = NativeFile.cString(ProcessHandle.current().pid() + "\n");
            int length = text.capacity();
            while (text.get(length - 1) == 0) {
                length--;
            }
            long put =
                    LibC.result(
                            LibC.INSTANCE.pwrite(file.fd(), NativeMemory.address(text), length, 0));
            return put == length
                    ? Outcome.of(new PidFile(path, file.identity()))
                    : Outcome.failed("write(" + path + ")", Errno.of((int) Math.max(0, -put)));
        }
    }

    /** Removes the file, if it is still ours. */
    public void remove() {
        if (NativeFile.open(path, O_NOFOLLOW, 0) instanceof Outcome.Done<NativeFile> opened) {
            try (NativeFile file = opened.value()) {
                long self = ProcessHandle.current().pid();
                if (file.identity().equals(identity) && pidIn(file).equals(Optional.of(self))) {
                    LibC.INSTANCE.unlink(NativeMemory.address(NativeFile.cString(path)));
                }
            }
        }
    }

    /** Returns the process that the file names, if it is another one and lives. */
    private static Optional<Long> living(NativeFile file) {
        return pidIn(file)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .filter(PidFile::isSuperServer);
    }

    /** A number that the kernel has given to somebody else since is no reason to refuse. */
    private static boolean isSuperServer(long pid) {
        return LinuxFiles.read("/proc/" + pid + "/comm", MOST_BYTES)
                .match(name -> name.value().contains("inetd"), failed -> false);
    }

    private static Optional<Long> pidIn(NativeFile file) {
        return file.read(MOST_BYTES)
                .match(
                        done -> {
                            String text = new String(done.value(), StandardCharsets.US_ASCII);
                            String digits = text.strip();
                            boolean number =
                                    !digits.isEmpty()
                                            && digits.length() <= LONGEST_PID
                                            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
                            return number ? Optional.of(Long.parseLong(digits)) : Optional.empty();
                        },
                        failed -> Optional.empty());
    }
}
