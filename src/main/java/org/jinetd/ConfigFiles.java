package org.jinetd;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.loop.Planner;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.LinuxNames;
import org.jinetd.plan.Action;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Resolution;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.Service;

/** The configuration files, from their paths to a plan. */
final class ConfigFiles implements Planner {

    /** What is read when the command line names nothing; either may be missing, but not both. */
    static final List<Path> USUAL = List.of(Path.of("/etc/inetd.conf"), Path.of("/etc/inetd.d"));

    private final List<Path> given;
    private final Defaults defaults;
    private final Privilege privilege;

    /**
     * @param given files and directories; empty for the usual ones
     */
    ConfigFiles(List<Path> given, Defaults defaults, Privilege privilege) {
        this.given = List.copyOf(given);
        this.defaults = defaults;
        this.privilege = privilege;
    }

    @Override
    public Outcome<Planned> plan(Plan lastGood) {
        List<SourceText> texts = new ArrayList<>();
        for (Path path : paths()) {
            try {
                texts.addAll(read(path));
            } catch (IOException e) {
                return Outcome.failed("open(" + path + ")", errnoOf(e));
            }
        }
        return Outcome.of(planOf(texts, lastGood));
    }

    private List<Path> paths() {
        if (!given.isEmpty()) {
            return given;
        }
        List<Path> there = USUAL.stream().filter(Files::exists).toList();
        return there.isEmpty() ? USUAL : there;
    }

    private static List<SourceText> read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(
                    new SourceText(path.toString(), ByteText.decode(Files.readAllBytes(path))));
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path, "*.conf")) {
            all.forEach(files::add);
        }
        Collections.sort(files);
        List<SourceText> texts = new ArrayList<>();
        for (Path file : files) {
            texts.addAll(read(file));
        }
        return texts;
    }

    private Planned planOf(List<SourceText> texts, Plan lastGood) {
        List<Problem> problems = new ArrayList<>();
        List<List<Statement>> files = new ArrayList<>();
        for (SourceText text : texts) {
            Parsed<List<Statement>> parsed = ClassicSyntax.parse(text);
            problems.addAll(parsed.problems());
            files.add(parsed.value());
        }
        Resolution resolution = new Resolver(new LinuxNames(), defaults, privilege).resolve(files);
        problems.addAll(resolution.problems());
        resolution.plan().services().forEach(service -> checkProgram(service, problems));
        return new Planned(resolution.plan().keeping(lastGood, resolution.rejected()), problems);
    }

    /** The program may be installed later, so this stops nothing. */
    private static void checkProgram(Service service, List<Problem> problems) {
        if (service.action() instanceof Action.Execute program) {
            flawOf(program.path())
                    .ifPresent(
                            flaw ->
                                    problems.add(
                                            Problem.warning(
                                                    service.at(),
                                                    "the program " + program.path() + " " + flaw,
                                                    "clients are turned away until it is there")));
        }
    }

    private static Optional<String> flawOf(String program) {
        Path path;
        try {
            path = Path.of(program);
        } catch (InvalidPathException e) {
            // Bytes that the JDK cannot name in this locale; the kernel can, and will tell.
            return Optional.empty();
        }
        if (Files.isExecutable(path)) {
            return Optional.empty();
        }
        return Optional.of(Files.exists(path) ? "is not executable" : "does not exist");
    }

    private static Errno errnoOf(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Errno.ENOENT;
        }
        if (e instanceof AccessDeniedException) {
            return Errno.EACCES;
        }
        String message = String.valueOf(e.getMessage());
        return message.contains("Too many open files") ? Errno.EMFILE : Errno.EIO;
    }
}
