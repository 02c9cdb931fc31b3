package org.jinetd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.ConfigReader.UnreadableFile;
import org.jinetd.config.IniSyntax;
import org.jinetd.config.IniText;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.LinuxFiles;
import org.jinetd.plan.SettingsSource;
import org.jinetd.plan.TextFiles;

/** jinetd.ini and the files {@code conf.d/*.ini} beside it, from their paths to sections. */
final class SettingsFiles {

    /** What is read when the command line names none; it may be missing. */
    static final Path USUAL = Path.of("/etc/jinetd/jinetd.ini");

    private static final String DIRECTORY = "conf.d";
    private static final String ENDING = ".ini";

    /** No settings are larger; a file that is was given by mistake. */
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private Presence presence;

    /** Whether there has to be such a file. */
    private enum Presence {
        NEEDED,
        OPTIONAL
    }

    /**
     * @param given the file of the command line; empty for the usual one
     */
    SettingsFiles(Optional<Path> given) {
        this.file = given.orElse(USUAL);
        this.presence = given.isPresent() ? Presence.NEEDED : Presence.OPTIONAL;
    }

    /**
     * Reads all of the files.
     *
     * @param problems gets what is wrong with them, as syntax
     */
    SettingsSource read(List<Problem> problems) throws IOException {
        List<IniText> texts = new ArrayList<>();
        read(file, presence, texts, problems);
        if (!texts.isEmpty()) {
            presence = Presence.NEEDED; // were it to vanish, every restriction would go with it
        }
        Path directory = file.resolveSibling(DIRECTORY);
        if (Files.isDirectory(directory)) {
            for (Path each : ConfigFiles.filesIn(directory, ENDING)) {
                read(each, Presence.NEEDED, texts, problems);
            }
        }
        return new SettingsSource(texts, SettingsFiles::bytes);
    }

    private static void read(
            Path path, Presence presence, List<IniText> texts, List<Problem> problems)
            throws UnreadableFile {
        try {
            SourceText source = new SourceText(path.toString(), textOf(path));
            Parsed<IniText> parsed = IniSyntax.parse(source);
            texts.add(parsed.value());
            problems.addAll(parsed.problems());
        } catch (UnreadableFile e) {
            if (presence == Presence.NEEDED || e.why().errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private static String textOf(Path path) throws UnreadableFile {
        Outcome<String> read = LinuxFiles.read(path.toString(), MOST_BYTES);
        if (read instanceof Outcome.Done<String> done) {
            return done.value();
        }
        throw new UnreadableFile((Outcome.Failed<String>) read);
    }

    /** Reads a file that a setting names, each byte a character. */
    static TextFiles.Reading bytes(String path, int most) {
        return LinuxFiles.read(path, most)
                .<TextFiles.Reading>match(
                        read ->
                                new TextFiles.Reading.Done(
                                        new String(
                                                ByteText.encode(read.value()),
                                                StandardCharsets.ISO_8859_1)),
                        failed -> new TextFiles.Reading.Failed(failed.toString()));
    }
}
