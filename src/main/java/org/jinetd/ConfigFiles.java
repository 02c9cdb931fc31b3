package org.jinetd;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.loop.Planner;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.LinuxFiles;
import org.jinetd.os.linux.LinuxNames;
import org.jinetd.os.linux.SpareDescriptor;
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

    /** No configuration is larger; a file that is was given by mistake. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final SpareDescriptor spare = SpareDescriptor.take();
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
        spare.giveUp();
        try {
            for (Path path : paths()) {
                Outcome<List<SourceText>> read = read(path);
                if (read instanceof Outcome.Failed<List<SourceText>> failed) {
                    return Outcome.failed(failed.call(), failed.errno());
                }
                texts.addAll(((Outcome.Done<List<SourceText>>) read).value());
            }
            return Outcome.of(planOf(texts, lastGood));
        } finally {
            spare.takeBack();
        }
    }

    private List<Path> paths() {
        if (!given.isEmpty()) {
            return given;
        }
        List<Path> there = USUAL.stream().filter(Files::exists).toList();
        return there.isEmpty() ? USUAL : there;
    }

    private static Outcome<List<SourceText>> read(Path path) {
        if (!Files.isDirectory(path)) {
            return readFile(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path, ConfigFiles::isRead)) {
            all.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            return Outcome.failed("opendir(" + path + ")", Errno.EIO);
        }
        Collections.sort(files);
        List<SourceText> texts = new ArrayList<>();
        for (Path file : files) {
            Outcome<List<SourceText>> read = readFile(file);
            if (read instanceof Outcome.Done<List<SourceText>> done) {
                texts.addAll(done.value());
            } else if (((Outcome.Failed<?>) read).errno() != Errno.ENOENT) {
                return read; // one that has vanished since it was listed is as if never there
            }
        }
        return Outcome.of(texts);
    }

    /** Hidden names are the locks and leftovers of editors. */
    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".conf") && !name.startsWith(".");
    }

    private static Outcome<List<SourceText>> readFile(Path file) {
        return LinuxFiles.read(file.toString(), MOST_BYTES)
                .match(
                        text -> Outcome.of(List.of(new SourceText(file.toString(), text.value()))),
                        failed -> Outcome.failed(failed.call(), failed.errno()));
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
        if (service.action() instanceof Action.Execute program
                && !LinuxFiles.isProgram(program.path())) {
            problems.add(
                    Problem.warning(
                            service.at(),
                            program.path() + " is no program that can be executed",
                            "clients are turned away until it is"));
        }
    }
}
