package org.jinetd.os.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;

/**
 * What changes when somebody writes a file, or puts another in its place.
 *
 * @param key device and inode
 */
record FileState(String key, FileTime modified, long size) {

    /** Looks at a file; nothing when it cannot be seen. */
    static Optional<FileState> of(String path) {
        try {
            BasicFileAttributes seen =
                    Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return Optional.of(
                    new FileState(
                            Objects.toString(seen.fileKey()),
                            seen.lastModifiedTime(),
                            seen.size()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
