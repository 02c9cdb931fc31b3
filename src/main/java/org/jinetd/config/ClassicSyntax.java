package org.jinetd.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The classic form of {@code inetd.conf}: one service a line, its fields separated by blanks
 * (inetd.conf(5)); a line whose second word is {@code on} or {@code off} begins the other form,
 * which {@link DefinitionSyntax} reads. It accepts the union of what the BSDs, GNU inetutils and
 * BusyBox accept:
 *
 * <ul>
 *   <li>A line with {@code #} in column 1 is a comment. A later {@code #} is an ordinary character,
 *       as in every BSD.
 *   <li>A line that starts with a blank or a tab continues the line before; comments in between are
 *       skipped. A blank line ends the line, so that an indented service behind it does not become
 *       arguments of the one before.
 *   <li>A backslash at the very end of a line is taken away together with the end of the line. Any
 *       other backslash outside quotes stands for itself.
 *   <li>Quotes, single or double, may stand anywhere in a word, and keep blanks. Within both, a
 *       backslash escapes: {@code \\ \" \' \n \t \r \xHH}, where HH is the number of a character
 *       from 01 to FF. A quote ends on the line it began on, unless a backslash joins the lines.
 *   <li>A word that ends in a colon and has a line of its own sets the address for the lines after
 *       it.
 *   <li>A line that starts with a dot is a directive: {@code .include "pattern"}.
 * </ul>
 */
public final class ClassicSyntax {

    private static final String POLICY = "ipsec";
    static final String INCLUDE = ".include";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final SourceText source;
    private final String content;
    private final List<Statement> statements = new ArrayList<>();
    private final Problems problems = new Problems();

    /** The line that is being put together; a line that never was is finished. */
    private LogicalLine open;

    private boolean saidThatPoliciesAreUnknown;

    private final DefinitionSyntax definitions;

    private ClassicSyntax(SourceText source) {
        this.definitions = new DefinitionSyntax(source);
        this.source = source;
        this.content = source.content();
        this.open = new LogicalLine(source.name());
    }

    /** Reads a whole file. Each line that is wrong costs a problem and a {@code Broken}. */
    public static Parsed<List<Statement>> parse(SourceText source) {
        ClassicSyntax syntax = new ClassicSyntax(source);
        syntax.readLines();
        List<Problem> problems =
                syntax.problems.told().stream()
                        .sorted(Comparator.comparing(Problem::at, Position.IN_ONE_FILE))
                        .toList();
        return new Parsed<>(List.copyOf(syntax.statements), problems);
    }

    /**
     * Returns a number that the words of a text do not exceed: its memory is known before it is
     * parsed.
     */
    public static int mostWords(String content) {
        int words = 0;
        boolean inWord = false;
        boolean behindMark = false;
        int index = 0;
        while (index < content.length()) {
            char c = content.charAt(index);
            boolean startsLine = index == 0 || content.charAt(index - 1) == '\n';
            boolean mark = ",;=".indexOf(c) >= 0;
            boolean blank = WordReader.isBlank(c) || c == '\r';
            if (c == '#' && startsLine && !content.startsWith("\\\n", index - 2)) {
                int newline = content.indexOf('\n', index);
                index = newline < 0 ? content.length() : newline;
            } else {
                words += (mark ? behindMark : !blank && !inWord) ? 1 : 0;
                behindMark = mark || (blank && behindMark);
                inWord = !mark && !blank;
                index++;
            }
        }
        return words;
    }

    private void readLines() {
        int start = content.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        int number = 1;
        while (start < content.length()) {
            int first = start + blanksAt(content, start);
            if (isFree(start, first) && DefinitionSyntax.beginsAt(content, first)) {
                finish();
                definitions.readFrom(first, start, number);
                start = definitions.index();
                number = definitions.line();
                takeDefinitions();
            } else {
                int newline = content.indexOf('\n', start);
                int end = newline < 0 ? content.length() : newline;
                boolean dos = end > start && content.charAt(end - 1) == '\r';
                readLine(number, content.substring(start, dos ? end - 1 : end));
                start = end + 1;
                number++;
            }
        }
        finish();
    }

    /** Returns whether a line does not belong to the one before, and is no comment. */
    private boolean isFree(int start, int first) {
        return !open.isJoinedToNext()
                && (first == start || open.isEmpty())
                && first < content.length()
                && content.charAt(first) != '#';
    }

    private void takeDefinitions() {
        Parsed<List<Statement>> read = definitions.take();
        statements.addAll(read.value());
        problems.addAll(read.problems());
        read.value().stream()
                .filter(Statement.Definition.class::isInstance)
                .flatMap(statement -> ((Statement.Definition) statement).settings().stream())
                .filter(setting -> setting.key().text().equals(POLICY))
                .findFirst()
                .ifPresent(setting -> policy(setting.key().at()));
    }

    private void readLine(int number, String line) {
        if (open.isJoinedToNext()) {
            open.append(number, line);
        } else if (line.startsWith("#")) {
            comment(number, line);
        } else if (isBlank(line)) {
            finish();
        } else if (isIndented(line)) {
            continuation(number, line);
        } else {
            finish();
            open.append(number, line);
        }
    }

    private void comment(int number, String line) {
        open.sawComment();
        if (line.startsWith("#@")) {
            policy(new Position(source.name(), number, 1));
        }
    }

    private void policy(Position at) {
        if (!saidThatPoliciesAreUnknown) {
            saidThatPoliciesAreUnknown = true;
            problems.add(
                    Problem.warning(
                            at,
                            "IPsec policies are not supported; the file's services are offered"
                                    + " without them",
                            "use the kernel's policies, ip-xfrm(8)"));
        }
    }

    private void continuation(int number, String line) {
        if (open.isEmpty()) {
            open.continuesNothing();
        } else if (open.isBehindComment()) {
            problems.add(
                    Problem.warning(
                            new Position(source.name(), number, 1 + indentation(line)),
                            "this continues line " + open.firstLine() + ", across a comment",
                            "begin it in column 1 if it is a line of its own"));
        }
        open.append(number, line);
    }

    /** Turns the open line into a statement, and opens the next. */
    private void finish() {
        if (!open.isEmpty()) {
            Lexer.Words words = Lexer.words(open);
            words.problem().ifPresent(problems::add);
            if (words.problem().isPresent()) {
                statements.add(new Statement.Broken(words.words()));
            } else if (!words.words().isEmpty()) {
                statements.add(statement(words.words()));
            }
        }
        open = new LogicalLine(source.name());
    }

    private Statement statement(List<Word> words) {
        Word first = words.get(0);
        if (words.size() == 1 && first.text().endsWith(":")) {
            return new Statement.DefaultHost(first.part(0, first.text().length() - 1));
        }
        if (first.text().startsWith(".")) {
            return directive(words);
        }
        if (words.size() < Field.values().length) {
            return broken(words, words.get(words.size() - 1), Field.missingAfter(words.size()), "");
        }
        return new Statement.Entry(
                first,
                words.get(1),
                words.get(2),
                words.get(3),
                words.get(4),
                words.get(5),
                words.subList(6, words.size()));
    }

    private Statement directive(List<Word> words) {
        Word name = words.get(0);
        if (!name.text().equals(INCLUDE)) {
            return broken(
                    words,
                    name,
                    "unknown directive " + Problem.quote(name.text()) + "; permitted: " + INCLUDE,
                    Suggestion.nearest(name.text(), List.of(INCLUDE))
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse(""));
        }
        if (words.size() != 2 || words.get(1).text().isEmpty()) {
            Word wrong = words.get(Math.min(2, words.size() - 1));
            return broken(
                    words,
                    wrong,
                    INCLUDE + " takes one pattern",
                    "write " + INCLUDE + " \"FILES\"");
        }
        return new Statement.Include(words.get(1), List.of());
    }

    private Statement broken(List<Word> words, Word wrong, String fact, String remedy) {
        problems.add(Problem.error(wrong.at(), fact, remedy));
        return new Statement.Broken(words);
    }

    private static boolean isIndented(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static boolean isBlank(String line) {
        return indentation(line) == line.length();
    }

    private static int indentation(String line) {
        return blanksAt(line, 0);
    }

    private static int blanksAt(String text, int start) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i - start;
    }
}
