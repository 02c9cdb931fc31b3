package org.jinetd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files that a glob(7) stands for. A wildcard finds neither hidden files nor what editors and
 * package managers leave behind.
 */
final class FilePattern {

    private static final Pattern LEFT_BEHIND = Pattern.compile(".*(~|\\.dpkg-[^.]*|\\.rpm[^.]*)");

    /** A pattern that goes down and up again multiplies what it finds. */
    private static final int MOST_FOUND = 10_000;

    private FilePattern() {}

    /**
     * Returns every file that fits, sorted; no directories.
     *
     * @param directory where a relative pattern starts
     * @throws IllegalArgumentException when it is no pattern
     */
    static List<Path> files(Path directory, String pattern) throws IOException {
        List<Path> found = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
        for (String part : pattern.split("/")) {
            if (!part.isEmpty()) {
                found = isLiteral(part) ? resolved(found, part) : matching(found, part);
                if (found.size() > MOST_FOUND) {
                    throw new IOException(
                            pattern + " fits more than " + MOST_FOUND + " files and directories");
                }
            }
        }
        return found.stream()
                .filter(file -> Files.exists(file) && !Files.isDirectory(file))
                .sorted()
                .toList();
    }

    private static boolean isLiteral(String part) {
        return part.chars().noneMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private static List<Path> resolved(List<Path> directories, String part) {
        return directories.stream().map(directory -> directory.resolve(part)).toList();
    }

    private static List<Path> matching(List<Path> directories, String part) throws IOException {
        Glob glob = new Glob(part);
        List<Path> matching = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                DirectoryStream.Filter<Path> filter =
                        file -> glob.fits(file.getFileName().toString()) && isMeant(file, part);
                try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, filter)) {
                    files.forEach(matching::add);
                }
            }
        }
        return matching;
    }

    private static boolean isMeant(Path file, String part) {
        String name = file.getFileName().toString();
        boolean hidden = name.startsWith(".") && !part.startsWith(".");
        return !hidden && !LEFT_BEHIND.matcher(name).matches();
    }
}
