package org.jinetd.os.linux;

import org.jinetd.os.Outcome;

/** What the daemon reads of the file system. */
public final class LinuxFiles {

    private LinuxFiles() {}

    /**
     * Returns the text of a regular file, every byte kept.
     *
     * @param most the largest size in bytes that is read
     */
    public static Outcome<String> read(String path, int most) {
        Outcome<NativeFile> opened = NativeFile.open(path, 0, 0);
        if (opened instanceof Outcome.Failed<NativeFile> failed) {
            return Outcome.failed(failed.call(), failed.errno());
        }
        try (NativeFile file = ((Outcome.Done<NativeFile>) opened).value()) {
            return file.read(most)
                    .match(
                            done -> Outcome.of(ByteText.decode(done.value())),
                            failed -> Outcome.failed(path + ": " + failed.call(), failed.errno()));
        }
    }

    /** Returns whether there is a regular file that the daemon may execute. */
    public static boolean isProgram(String path) {
        return NativeFile.isProgram(path);
    }
}
