package org.jinetd.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.IniSyntax;
import org.jinetd.config.IniText;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;

/** What settings come to, as lines that a reviewer can read. */
final class SettingsText {

    /** What stands in a test's file where the next configuration file begins. */
    private static final String CUT = "(?m)^=== ";

    private SettingsText() {}

    /** A configuration and the settings of a test, resolved. */
    static Resolution resolve(String conf, List<SourceText> settings, Defaults defaults) {
        List<Problem> problems = new ArrayList<>();
        List<IniText> texts = new ArrayList<>();
        for (SourceText source : settings) {
            Parsed<IniText> parsed = IniSyntax.parse(source);
            texts.add(parsed.value());
            problems.addAll(parsed.problems());
        }
        Resolution resolution =
                new Resolver(TestNames.ofSamples(), defaults, Privilege.ROOT)
                        .resolve(
                                List.of(
                                        ClassicSyntax.parse(new SourceText("inetd.conf", conf))
                                                .value()),
                                new SettingsSource(texts, SettingsText::read));
        problems.addAll(resolution.problems());
        return new Resolution(
                resolution.plan(), resolution.rejected(), problems, resolution.verdict());
    }

    /** The one file that there is. */
    private static TextFiles.Reading read(String path, int most) {
        return path.equals("/etc/issue")
                ? new TextFiles.Reading.Done("Welcome\u00e9\r\n")
                : new TextFiles.Reading.Failed("open(" + path + "): ENOENT");
    }

    /** Reads a file of a test: each part begins with a line {@code === NAME}. */
    static List<String> of(String text) {
        String conf = "";
        List<SourceText> settings = new ArrayList<>();
        for (String part : text.split(CUT)) {
            int end = part.indexOf('\n');
            String name = end < 0 ? "" : part.substring(0, end);
            if (name.equals("inetd.conf")) {
                conf = part.substring(end + 1);
            } else if (!name.isEmpty()) {
                settings.add(new SourceText(name, part.substring(end + 1)));
            }
        }
        return lines(resolve(conf, settings, Defaults.CLASSIC));
    }

    private static List<String> lines(Resolution resolution) {
        List<String> lines = new ArrayList<>();
        resolution.problems().forEach(problem -> lines.add(problem.toString()));
        if (resolution.verdict() == Resolution.Verdict.REFUSED) {
            lines.add("refused");
        }
        resolution.rejected().forEach(line -> lines.add("rejected " + line.service()));
        Plan plan = resolution.plan();
        if (!plan.daemon().equals(DaemonSettings.USUAL)) {
            lines.add(plan.daemon().toString());
        }
        for (Service service : plan.services()) {
            lines.add(service.name());
            lines.addAll(
                    differences(
                            Admission.of(Defaults.CLASSIC.limits()).toString(),
                            service.admission().toString()));
            service.settings().said().forEach(said -> lines.add("  " + shown(said)));
        }
        for (MuxedService service : plan.muxed()) {
            lines.add("tcpmux/" + service.name());
            service.settings().said().forEach(said -> lines.add("  " + shown(said)));
        }
        return lines;
    }

    private static List<String> differences(String usual, String now) {
        return usual.equals(now) ? List.of() : Arrays.asList("  " + now);
    }

    private static String shown(Said said) {
        return said.key() + " = " + said.value() + " by " + said.section() + " " + said.at();
    }
}
