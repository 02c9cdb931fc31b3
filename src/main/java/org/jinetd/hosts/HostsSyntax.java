package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Parsed;
import org.jinetd.config.Position;
import org.jinetd.config.SourceText;

/**
 * Reads {@code daemon_list : client_list [: option]...}, as libwrap of Debian does, which is built
 * with PROCESS_OPTIONS: what is behind the second colon are options, and no bare shell command.
 * Nothing is thrown for a faulty text, and nothing of it is left out: a line that is no rule, a
 * word that is no pattern and a word that is no option have a place in the table, where they
 * refuse.
 */
public final class HostsSyntax {

    private static final int MOST_CHARACTERS = 64 * 1024;

    private final SourceText source;
    private final Findings findings = new Findings();
    private final List<HostsLine> lines = new ArrayList<>();

    private HostsSyntax(SourceText source) {
        this.source = source;
    }

    /** Reads a whole file. */
    public static Parsed<HostsTable> parse(SourceText source) {
        HostsSyntax syntax = new HostsSyntax(source);
        syntax.readLines();
        return new Parsed<>(new HostsTable(syntax.lines), syntax.findings.problems());
    }

    /** Reads a file of patterns, without lists or exceptions, that a rule names with its path. */
    public static Parsed<List<HostPattern>> parseList(SourceText source) {
        Findings findings = new Findings();
        List<HostPattern> patterns = new ArrayList<>();
        int number = 1;
        for (String line : source.content().split("\n", -1)) {
            RuleText text = new RuleText(source.name());
            text.append(number++, line);
            PatternSyntax syntax = new PatternSyntax(text, findings);
            for (Span word : Span.words(line, " \t\r\f\u000b", 0, line.length())) {
                patterns.add(syntax.host(word));
            }
        }
        return new Parsed<>(patterns, findings.problems());
    }

    private void readLines() {
        String content = source.content();
        Optional<RuleText> open = Optional.empty();
        int number = 1;
        int start = 0;
        while (start < content.length()) {
            RuleText text = open.orElseGet(() -> new RuleText(source.name()));
            int newline = content.indexOf('\n', start);
            int end = newline < 0 ? content.length() : newline;
            boolean joined = newline > start && content.charAt(newline - 1) == '\\';
            text.append(number++, content.substring(start, joined ? end - 1 : end));
            open = joined ? Optional.of(text) : Optional.empty();
            if (newline < 0) {
                readUnended(text);
            } else if (!joined) {
                read(text);
            }
            start = end + 1;
        }
        open.ifPresent(this::readUnended);
    }

    /** The rest may be missing, as of a file that is being written; that of a comment, too. */
    private void readUnended(RuleText text) {
        broken(text, 0, "the last line does not end with a newline", "add one");
    }

    private static boolean isRule(String text) {
        return !text.startsWith("#") && !Span.words(text, " \t\r\n", 0, text.length()).isEmpty();
    }

    private void read(RuleText line) {
        String text = line.text();
        if (!isRule(text)) {
            return;
        }
        if (text.length() > MOST_CHARACTERS) {
            broken(line, 0, "a rule has at most " + MOST_CHARACTERS + " characters", "split it");
            return;
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            broken(line, nul, "a zero byte", "take it out");
            return;
        }
        int first = Span.indexOf(text, ':', 0, text.length());
        if (first < 0) {
            broken(line, 0, "no ':' between daemons and clients", "write DAEMON: CLIENT");
            return;
        }
        int second = Span.indexOf(text, ':', first + 1, text.length());
        int clientsEnd = second < 0 ? text.length() : second;
        PatternSyntax patterns = new PatternSyntax(line, findings);
        PatternList<DaemonPattern> daemons = patterns.daemons(0, first);
        PatternList<ClientPattern> clients = patterns.clients(first + 1, clientsEnd);
        List<HostsOption> options =
                second < 0 ? List.of() : new OptionSyntax(line, findings).options(second + 1);
        lines.add(new HostsLine.Rule(line.at(0), daemons, clients, options));
    }

    private void broken(RuleText line, int index, String fact, String remedy) {
        Position at = line.at(index);
        findings.error(at, fact + "; this line refuses whoever gets to it", remedy);
        lines.add(new HostsLine.Broken(line.at(0)));
    }
}
