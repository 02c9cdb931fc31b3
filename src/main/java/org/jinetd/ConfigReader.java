package org.jinetd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.Problems;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.LinuxFiles;

/** Reads configuration files, and in the place of each {@code .include} what it stands for. */
final class ConfigReader {

    /** A file could not be read: the system call, and why. */
    static final class UnreadableFile extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Outcome.Failed<?> why;

        UnreadableFile(Outcome.Failed<?> why) {
            super(why.toString());
            this.why = why;
        }

        Outcome.Failed<?> why() {
            return why;
        }
    }

    /** No configuration is larger, all files together; one that is was given by mistake. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** All files together; each word costs a hundred bytes of memory and more. */
    private static final int MOST_WORDS = 2_000_000;

    private static final int DEEPEST = 16;

    /** Files that include several others each multiply. */
    private static final int MOST_INCLUDED = 1000;

    /**
     * A file that is being read.
     *
     * @param path without links
     * @param from what to say about how it came to be read
     */
    private record Opened(Path path, String from) {}

    private final Problems problems = new Problems();
    private final Deque<Opened> opened = new ArrayDeque<>();
    private int characters;
    private int words;
    private int includes;
    private int included;

    /** Returns what was wrong with the files so far, as syntax. */
    List<Problem> problems() {
        return problems.told();
    }

    /** Reads a file that was not included. */
    List<Statement> read(Path path) throws IOException {
        return read(path, "from the command line");
    }

    private List<Statement> read(Path path, String from) throws IOException {
        String content = textOf(path);
        opened.push(new Opened(path.toRealPath(), from));
        Parsed<List<Statement>> parsed =
                ClassicSyntax.parse(new SourceText(path.toString(), content));
        problems.addAll(parsed.problems());
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : parsed.value()) {
            statements.add(
                    statement instanceof Statement.Include include
                            ? expanded(include, path)
                            : statement);
        }
        opened.pop();
        return statements;
    }

    private String textOf(Path path) throws UnreadableFile {
        Outcome<String> read = LinuxFiles.read(path.toString(), MOST_BYTES);
        if (read instanceof Outcome.Done<String> done) {
            characters += done.value().length();
            words += ClassicSyntax.mostWords(done.value());
            checkSize(path);
            return done.value();
        }
        throw new UnreadableFile((Outcome.Failed<String>) read);
    }

    private void checkSize(Path path) throws UnreadableFile {
        if (characters > MOST_BYTES || words > MOST_WORDS) {
            String most =
                    characters > MOST_BYTES ? MOST_BYTES + " characters" : MOST_WORDS + " words";
            throw new UnreadableFile(
                    new Outcome.Failed<>(
                            "read(" + path + "), with which there are more than " + most,
                            Errno.EFBIG));
        }
    }

    private Statement expanded(Statement.Include include, Path path) throws IOException {
        if (opened.size() > DEEPEST) {
            return unread(
                    include,
                    "files are included at most " + DEEPEST + " deep",
                    "include this from a file further out");
        }
        includes++;
        if (includes > MOST_INCLUDED) {
            return unread(
                    include,
                    "there are more than " + MOST_INCLUDED + " lines with .include",
                    "let one pattern stand for several files");
        }
        List<Path> files;
        try {
            files =
                    FilePattern.files(
                            path.resolveSibling(".").normalize(), include.pattern().text());
        } catch (IllegalArgumentException e) {
            return unread(include, "this is no pattern for files", "see glob(7)");
        }
        if (files.isEmpty()) {
            problems.add(
                    Problem.warning(
                            include.at(),
                            "no file fits '" + include.pattern().text() + "'",
                            "nothing is included"));
        }
        return new Statement.Include(include.pattern(), readAll(files, include));
    }

    private List<List<Statement>> readAll(List<Path> files, Statement.Include include)
            throws IOException {
        List<List<Statement>> read = new ArrayList<>();
        for (Path file : files) {
            Path real = file.toRealPath();
            Optional<Opened> circle =
                    opened.stream().filter(each -> each.path().equals(real)).findFirst();
            if (circle.isPresent()) {
                problems.add(
                        Problem.error(
                                include.at(),
                                "this includes "
                                        + file
                                        + " while it is being read, "
                                        + circle.get().from(),
                                "break the circle at one of the two places"));
            } else if (included == MOST_INCLUDED) {
                problems.add(
                        Problem.error(
                                include.at(),
                                "more than " + MOST_INCLUDED + " files are included",
                                "put the services into fewer files"));
                return read;
            } else {
                included++;
                read.add(read(file, "included at " + include.at()));
            }
        }
        return read;
    }

    private Statement unread(Statement.Include include, String fact, String remedy) {
        Word pattern = include.pattern();
        problems.add(Problem.error(pattern.at(), fact, remedy));
        return new Statement.Broken(List.of(pattern));
    }
}
