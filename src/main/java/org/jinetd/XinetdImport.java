package org.jinetd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.ConfigReader.UnreadableFile;
import org.jinetd.config.Problem;
import org.jinetd.event.Event;
import org.jinetd.event.EventText;
import org.jinetd.migrate.Migration;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.LinuxNames;

/** The action of --import-xinetd: writes what becomes of xinetd's services. */
final class XinetdImport {

    /** Where the two files go, seen from the directory of --output; from /etc they are in use. */
    static final Path LINES = Path.of("inetd.d", "xinetd.conf");

    static final Path SETTINGS = Path.of("jinetd", "conf.d", "xinetd.ini");

    private final PrintStream out;
    private final PrintStream err;

    XinetdImport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Reads, writes, and reports what was wrong and what is not offered any more.
     *
     * @param files xinetd's; empty for the usual one
     * @param directory where to write; empty for standard output
     */
    ExitCode run(List<Path> files, Optional<Path> directory) {
        XinetdFiles reader = new XinetdFiles();
        try {
            for (Path file : files.isEmpty() ? List.of(XinetdFiles.USUAL) : files) {
                reader.read(file);
            }
        } catch (UnreadableFile e) {
            return fail(ExitCode.CONFIGURATION, "cannot read: " + e.why());
        } catch (IOException e) {
            return fail(ExitCode.CONFIGURATION, "cannot read: " + e.getMessage());
        }
        Migration migration = Migration.of(reader.blocks(), new LinuxNames(), SettingsFiles::bytes);
        try {
            write(migration, directory);
        } catch (FileAlreadyExistsException e) {
            return fail(
                    ExitCode.SYSTEM,
                    e.getMessage() + " is there already - move it away, or write elsewhere");
        } catch (IOException e) {
            return fail(ExitCode.SYSTEM, "cannot write: " + e.getMessage());
        }
        List<Problem> problems = new ArrayList<>(reader.problems());
        problems.addAll(migration.problems());
        problems.forEach(each -> err.println(EventText.of(new Event.ConfigProblem(each))));
        return problems.stream().anyMatch(Problem::isError) ? ExitCode.CONFIGURATION : ExitCode.OK;
    }

    private ExitCode fail(ExitCode code, String why) {
        err.println(EventText.clean("jinetd: " + why));
        return code;
    }

    private void write(Migration migration, Optional<Path> directory) throws IOException {
        if (directory.isEmpty()) {
            print(LINES, migration.lines());
            print(SETTINGS, migration.settings());
            out.flush();
            return;
        }
        Path lines = directory.get().resolve(LINES);
        Path settings = directory.get().resolve(SETTINGS);
        if (Files.exists(lines)) {
            throw new FileAlreadyExistsException(lines.toString());
        }
        // First what restricts the services, and then the services.
        create(settings, migration.settings());
        create(lines, migration.lines());
    }

    private void print(Path path, List<String> lines) {
        byte[] bytes = bytes("# ==== " + path + "\n" + String.join("\n", lines) + "\n");
        out.write(bytes, 0, bytes.length);
    }

    private static void create(Path path, List<String> lines) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, bytes(String.join("\n", lines) + "\n"), StandardOpenOption.CREATE_NEW);
    }

    private static byte[] bytes(String text) {
        return ByteText.encode(text);
    }
}
