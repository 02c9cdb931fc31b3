package org.jinetd;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Statement;
import org.jinetd.loop.Planner;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
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
        ConfigReader reader = new ConfigReader();
        List<List<Statement>> files = new ArrayList<>();
        for (Path path : paths()) {
            try {
                for (Path file : filesOf(path)) {
                    files.add(reader.read(file));
                }
            } catch (IOException e) {
                return Outcome.failed("open(" + culprit(e, path) + ")", errnoOf(e));
            }
        }
        return Outcome.of(planOf(files, reader.problems(), lastGood));
    }

    /** Returns the file that could not be read, which may be one that a file includes. */
    private static String culprit(IOException e, Path path) {
        return e instanceof FileSystemException of && of.getFile() != null
                ? of.getFile()
                : path.toString();
    }

    private List<Path> paths() {
        if (!given.isEmpty()) {
            return given;
        }
        List<Path> there = USUAL.stream().filter(Files::exists).toList();
        return there.isEmpty() ? USUAL : there;
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path, "*.conf")) {
            all.forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    private Planned planOf(List<List<Statement>> files, List<Problem> ofSyntax, Plan lastGood) {
        List<Problem> problems = new ArrayList<>(ofSyntax);
        Resolution resolution = new Resolver(new LinuxNames(), defaults, privilege).resolve(files);
        problems.addAll(resolution.problems());
        Plan plan = resolution.plan();
        for (Service service : plan.services()) {
            if (service.action() instanceof Action.Execute program) {
                checkProgram(program, service.at(), problems);
            }
        }
        plan.muxed().forEach(each -> checkProgram(each.action(), each.at(), problems));
        return new Planned(plan.keeping(lastGood, resolution.rejected()), problems);
    }

    /** The program may be installed later, so this stops nothing. */
    private static void checkProgram(Action.Execute program, Position at, List<Problem> problems) {
        Path path = Path.of(program.path());
        if (!Files.isExecutable(path)) {
            String fact = Files.exists(path) ? "is not executable" : "does not exist";
            problems.add(
                    Problem.warning(
                            at,
                            "the program " + program.path() + " " + fact,
                            "clients are turned away until it is there"));
        }
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
