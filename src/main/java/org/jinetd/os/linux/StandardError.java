package org.jinetd.os.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What standard error leads to. */
public enum StandardError {
    /** A terminal. */
    TERMINAL,
    /** The journal of systemd. */
    JOURNAL,
    /** Nobody: whoever started the program has sent it to {@code /dev/null}. */
    NOBODY,
    /** A file or a pipe that somebody reads. */
    READER;

    private static final int NUMBER = 2;
    private static final Path NULL = Path.of("/dev/null");

    /**
     * Looks at it.
     *
     * @param journalStream the value of JOURNAL_STREAM (systemd.exec(5)), {@code DEVICE:INODE}. A
     *     shell in a unit hands it on to programs whose errors it sends elsewhere
     */
    public static StandardError now(Optional<String> journalStream) {
        return of(NUMBER, journalStream);
    }

    static StandardError of(int fd, Optional<String> journalStream) {
        if (LibC.INSTANCE.isatty(fd) == 1) {
            return TERMINAL;
        }
        Path link = Path.of("/proc/self/fd/" + fd);
        try {
            if (Files.readSymbolicLink(link).equals(NULL)) {
                return NOBODY;
            }
            return journalStream.equals(Optional.of(identity(link))) ? JOURNAL : READER;
        } catch (IOException e) {
            return READER; // without /proc nobody can tell
        }
    }

    private static String identity(Path link) throws IOException {
        Map<String, Object> file = Files.readAttributes(link, "unix:dev,ino");
        return file.get("dev") + ":" + file.get("ino");
    }
}
