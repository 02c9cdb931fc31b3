package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.IniSyntax;
import org.jinetd.config.IniText;
import org.jinetd.config.Parsed;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Statement;
import org.jinetd.config.XinetdBlock;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.Names;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.SettingsSource;
import org.jinetd.plan.TextFiles;

/**
 * The whole of a xinetd.conf(5) in the words of jinetd.
 *
 * @param lines an inetd.conf(5)
 * @param settings a jinetd.ini(5) that goes with it
 * @param problems what is wrong with what was read, and what is not offered any more
 */
public record Migration(List<String> lines, List<String> settings, List<Problem> problems) {

    private static final String LINES = "xinetd.conf";
    private static final String SETTINGS = "xinetd.ini";
    private static final Pattern PLACE =
            Pattern.compile("(" + LINES + "|" + SETTINGS + "):([0-9]+):([0-9]+)");

    public Migration {
        lines = List.copyOf(lines);
        settings = List.copyOf(settings);
        problems = List.copyOf(problems);
    }

    /**
     * Returns what becomes of blocks; nothing in it is refused by the daemon that reads it on this
     * host.
     *
     * @param blocks of all files, in the order in which xinetd reads them
     * @param files how to read what they name
     */
    public static Migration of(List<XinetdBlock> blocks, Names names, TextFiles files) {
        List<Problem> problems = new ArrayList<>();
        Sheets sheets = Sheets.of(blocks, names, problems);
        Check check = new Check(sheets, names, files);
        while (!check.passes()) {
            check.takeOut();
        }
        return new Migration(check.lines.lines(), check.settings.lines(), problems);
    }

    /** The files as they are now, and what the daemon says to them. */
    private static final class Check {
        private final Sheets sheets;
        private final Names names;
        private final TextFiles files;
        private Page lines = new Page(LINES);
        private Page settings = new Page(SETTINGS);
        private List<Problem> errors = List.of();

        Check(Sheets sheets, Names names, TextFiles files) {
            this.sheets = sheets;
            this.names = names;
            this.files = files;
        }

        boolean passes() {
            lines = new Page(LINES);
            settings = new Page(SETTINGS);
            sheets.write(lines, settings);
            Parsed<List<Statement>> statements = ClassicSyntax.parse(lines.text());
            Parsed<IniText> sections = IniSyntax.parse(settings.text());
            List<Problem> problems = new ArrayList<>(statements.problems());
            problems.addAll(sections.problems());
            problems.addAll(
                    new Resolver(names, Defaults.CLASSIC, Privilege.ROOT)
                            .resolve(
                                    List.of(statements.value()),
                                    new SettingsSource(List.of(sections.value()), files))
                            .problems());
            errors = problems.stream().filter(Problem::isError).toList();
            return errors.isEmpty();
        }

        /** Takes out what is refused: the key where xinetd would go on, or else the service. */
        void takeOut() {
            for (Problem error : errors) {
                Page.Origin origin =
                        origin(error.at())
                                .orElseThrow(() -> new IllegalStateException(error.toString()));
                Sheet sheet = origin.sheet();
                Piece piece = origin.piece();
                String fact = PLACE.matcher(error.fact()).replaceAll(this::place);
                if (sheet == sheets.defaults() || isLeftOut(piece)) {
                    sheet.removeKey(piece);
                    sheet.warn(piece.at(), piece.name() + " is left out: " + fact, error.remedy());
                } else if (sheet.state() == Sheet.State.OFFERED) {
                    sheet.reject(piece.at(), fact, error.remedy());
                }
            }
        }

        /** A file that is not there is no banner for xinetd, either. */
        private static boolean isLeftOut(Piece key) {
            return key.name().equals("banner") || key.name().equals("banner-refused");
        }

        private Optional<Page.Origin> origin(Position at) {
            return lines.origin(at).or(() -> settings.origin(at));
        }

        private String place(MatchResult match) {
            Position at =
                    new Position(
                            match.group(1),
                            Integer.parseInt(match.group(2)),
                            Integer.parseInt(match.group(3)));
            String place = origin(at).map(of -> of.piece().at()).orElse(at).toString();
            return Matcher.quoteReplacement(place);
        }
    }
}
