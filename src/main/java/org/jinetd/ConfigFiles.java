package org.jinetd;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jinetd.ConfigReader.UnreadableFile;
import org.jinetd.builtin.Quote;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Problems;
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
import org.jinetd.plan.SettingsSource;

/** The configuration files, from their paths to a plan. */
final class ConfigFiles implements Planner {

    /** What is read when the command line names nothing; either may be missing, but not both. */
    static final List<Path> USUAL = List.of(Path.of("/etc/inetd.conf"), Path.of("/etc/inetd.d"));

    private final SpareDescriptor spare = SpareDescriptor.take();
    private final List<Path> given;
    private final SettingsFiles settings;
    private final Defaults defaults;
    private final Privilege privilege;
    private final QuoteFile quoteFile;

    /**
     * @param options what names the files
     */
    ConfigFiles(Options options, Privilege privilege) {
        this.given = options.files();
        this.settings = new SettingsFiles(options.settings());
        this.defaults = options.defaults();
        this.privilege = privilege;
        this.quoteFile = new QuoteFile(options.argument(Option.QUOTE_FILE));
    }

    @Override
    public Outcome<Planned> plan(Plan lastGood) {
        ConfigReader reader = new ConfigReader();
        List<List<Statement>> files = new ArrayList<>();
        spare.giveUp();
        try {
            for (Path path : paths()) {
                readAll(path, reader, files);
            }
            List<Problem> problems = new ArrayList<>(reader.problems());
            SettingsSource source = settings.read(problems);
            return Outcome.of(planOf(files, source, problems, lastGood));
        } catch (UnreadableFile e) {
            return Outcome.failed(e.why().call(), e.why().errno());
        } catch (IOException | DirectoryIteratorException e) {
            return Outcome.failed("read: " + e.getMessage(), Errno.EIO);
        } finally {
            spare.takeBack();
        }
    }

    private static void readAll(Path path, ConfigReader reader, List<List<Statement>> files)
            throws IOException {
        if (!Files.isDirectory(path)) {
            files.add(reader.read(path));
            return;
        }
        for (Path file : filesIn(path)) {
            try {
                files.add(reader.read(file));
            } catch (UnreadableFile e) {
                if (e.why().errno() != Errno.ENOENT) {
                    throw e; // one that has vanished since it was listed is as if never there
                }
            }
        }
    }

    private List<Path> paths() {
        if (!given.isEmpty()) {
            return given;
        }
        List<Path> there = USUAL.stream().filter(Files::exists).toList();
        return there.isEmpty() ? USUAL : there;
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        return filesIn(directory, ".conf");
    }

    /** Returns the files in a directory whose names end so, sorted. */
    static List<Path> filesIn(Path directory, String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(directory, file -> isRead(file, ending))) {
            all.forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    /** Hidden names are the locks and leftovers of editors. */
    private static boolean isRead(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.endsWith(ending) && !name.startsWith(".");
    }

    private Planned planOf(
            List<List<Statement>> files,
            SettingsSource source,
            List<Problem> ofSyntax,
            Plan lastGood) {
        Problems problems = new Problems();
        problems.addAll(ofSyntax);
        Resolution resolution =
                new Resolver(new LinuxNames(), defaults, privilege).resolve(files, source);
        problems.addAll(resolution.problems());
        Plan plan = resolution.plan();
        Map<String, Boolean> programs = new HashMap<>();
        for (Service service : plan.services()) {
            if (service.action() instanceof Action.Execute program) {
                checkProgram(program, service.at(), programs, problems);
            }
        }
        plan.muxed().forEach(each -> checkProgram(each.action(), each.at(), programs, problems));
        Plan next = plan.keeping(lastGood, resolution.rejected());
        Quote quote = quoteFile.read(next, problems);
        return new Planned(next, problems.told(), quote, resolution.verdict());
    }

    /** The program may be installed later, so this stops nothing. */
    private static void checkProgram(
            Action.Execute program, Position at, Map<String, Boolean> programs, Problems problems) {
        if (!programs.computeIfAbsent(program.path(), LinuxFiles::isProgram)) {
            problems.add(
                    Problem.warning(
                            at,
                            program.path() + " is no program that can be executed",
                            "clients are turned away until it is"));
        }
    }
}
