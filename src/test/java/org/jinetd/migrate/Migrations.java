package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.IniSyntax;
import org.jinetd.config.IniText;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.config.XinetdBlock;
import org.jinetd.config.XinetdStatement;
import org.jinetd.config.XinetdSyntax;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.Names;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Resolution;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.SettingsSource;
import org.jinetd.plan.TestNames;
import org.jinetd.plan.TextFiles;

/** Texts of xinetd.conf, and what becomes of them on a host that exists in tests only. */
final class Migrations {

    private static final Names NAMES =
            TestNames.ofSamples()
                    .withService("amanda", "tcp", 10080)
                    .withService("gsiftp", "tcp", 2811)
                    .withService("gds_db", "tcp", 3050)
                    .withService("nsca", "tcp", 5667)
                    .withService("remctl", "tcp", 4373)
                    .withUser("backup", 34, 34)
                    .withUser("_tang", 120, 120)
                    .withUser("firebird", 121, 121)
                    .withUser("nagios", 122, 122)
                    .withUser("distcc", 123, 123)
                    .withGroup("disk", 6)
                    .withGroup("_tang", 120);

    private static final TextFiles FILES =
            (path, most) ->
                    path.equals("/etc/motd")
                            ? new TextFiles.Reading.Done("hello\n")
                            : new TextFiles.Reading.Failed("open(" + path + "): ENOENT");

    private Migrations() {}

    static Migration of(String text) {
        return of(XinetdSyntax.parse(new SourceText("x", text)));
    }

    private static Migration of(Parsed<List<XinetdStatement>> parsed) {
        List<XinetdBlock> blocks =
                parsed.value().stream()
                        .filter(XinetdBlock.class::isInstance)
                        .map(XinetdBlock.class::cast)
                        .toList();
        return Migration.of(blocks, NAMES, FILES);
    }

    /** Returns the two files and all problems, for a reviewer to read. */
    static List<String> golden(String text) {
        Parsed<List<XinetdStatement>> parsed = XinetdSyntax.parse(new SourceText("x", text));
        Migration migration = of(parsed);
        List<String> lines = new ArrayList<>();
        lines.addAll(migration.lines());
        lines.add("====");
        lines.addAll(migration.settings());
        lines.add("====");
        parsed.problems().forEach(problem -> lines.add(problem.toString()));
        migration.problems().forEach(problem -> lines.add(problem.toString()));
        return lines;
    }

    /** Returns what the daemon makes of the two files. */
    static Resolution resolution(Migration migration, List<Problem> problems) {
        Parsed<List<Statement>> lines =
                ClassicSyntax.parse(
                        new SourceText("conf", String.join("\n", migration.lines()) + "\n"));
        Parsed<IniText> settings =
                IniSyntax.parse(
                        new SourceText("ini", String.join("\n", migration.settings()) + "\n"));
        problems.addAll(lines.problems());
        problems.addAll(settings.problems());
        Resolution resolution =
                new Resolver(NAMES, Defaults.CLASSIC, Privilege.ROOT)
                        .resolve(
                                List.of(lines.value()),
                                new SettingsSource(List.of(settings.value()), FILES));
        problems.addAll(resolution.problems());
        return resolution;
    }
}
