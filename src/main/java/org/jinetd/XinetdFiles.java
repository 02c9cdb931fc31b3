package org.jinetd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jinetd.ConfigReader.UnreadableFile;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Word;
import org.jinetd.config.XinetdBlock;
import org.jinetd.config.XinetdInclude;
import org.jinetd.config.XinetdStatement;
import org.jinetd.config.XinetdSyntax;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.LinuxFiles;

/** Reads xinetd.conf and what it includes, in the order in which xinetd does. */
final class XinetdFiles {

    /** What is read when the command line names none. */
    static final Path USUAL = Path.of("/etc/xinetd.conf");

    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int DEEPEST = 16;
    private static final int MOST_FILES = 1000;

    private final List<XinetdBlock> blocks = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Deque<Path> opened = new ArrayDeque<>();
    private int files;
    private int characters;

    /**
     * Reads a file with all that it includes.
     *
     * @throws UnreadableFile when it cannot be read itself
     */
    void read(Path path) throws IOException {
        Outcome<String> read = LinuxFiles.read(path.toString(), MOST_BYTES - characters);
        if (read instanceof Outcome.Failed<String> failed) {
            throw new UnreadableFile(failed);
        }
        String content = ((Outcome.Done<String>) read).value();
        characters += content.length();
        files++;
        opened.push(path.toRealPath());
        Parsed<List<XinetdStatement>> parsed =
                XinetdSyntax.parse(new SourceText(path.toString(), content));
        problems.addAll(parsed.problems());
        for (XinetdStatement statement : parsed.value()) {
            if (statement instanceof XinetdBlock block) {
                blocks.add(block);
            } else if (statement instanceof XinetdInclude include) {
                include(include, path);
            }
        }
        opened.pop();
    }

    List<XinetdBlock> blocks() {
        return List.copyOf(blocks);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** What cannot be read is passed over, as xinetd does. */
    private void include(XinetdInclude include, Path from) throws IOException {
        Word word = include.path();
        Path path = from.resolveSibling(word.text());
        if (include.kind() == XinetdInclude.Kind.FILE) {
            readOther(path, word);
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path, XinetdFiles::isRead)) {
            all.forEach(found::add);
        } catch (IOException e) {
            error(word, "the directory cannot be read: " + e.getMessage());
        }
        for (Path each : found.stream().sorted().toList()) {
            readOther(each, word);
        }
    }

    /** Names with a dot are what editors and package managers leave behind. */
    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return name.indexOf('.') < 0 && !name.endsWith("~") && Files.isRegularFile(file);
    }

    private void readOther(Path path, Word include) throws IOException {
        if (opened.size() > DEEPEST || files > MOST_FILES) {
            error(include, "too many files are included, or too deep");
        } else if (Files.exists(path) && opened.contains(path.toRealPath())) {
            error(include, "this includes " + path + " while it is being read");
        } else {
            try {
                read(path);
            } catch (UnreadableFile e) {
                error(include, "this cannot be read: " + e.why());
            }
        }
    }

    private void error(Word at, String fact) {
        problems.add(Problem.error(at.at(), fact, ""));
    }
}
