package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of xinetd.conf(5): {@code service NAME} or {@code defaults}, an opening brace on a line
 * of its own, lines {@code attribute = values}, and a closing brace. A line is a comment when its
 * first word begins with {@code #}; there are no quotes and no continuations.
 */
public final class XinetdSyntax {

    private static final Pattern WORD = Pattern.compile("[^ \\t]+");

    /** What xinetd demands: a blank between the attribute and the operator, none behind that. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("[ \\t]*([^ \\t=]+)[ \\t]+(=|\\+=|-=)(.*)");

    private final String file;
    private final List<XinetdStatement> statements = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<Block> open = Optional.empty();
    private boolean skipping;
    private int number;

    /** A block whose end has not been read. */
    private static final class Block {
        private final XinetdBlock.Kind kind;
        private final Word title;
        private final List<XinetdBlock.Assignment> assignments = new ArrayList<>();
        private final List<Problem> flaws = new ArrayList<>();
        private boolean entered;

        Block(XinetdBlock.Kind kind, Word title) {
            this.kind = kind;
            this.title = title;
        }

        XinetdBlock finished() {
            return new XinetdBlock(kind, title, assignments, flaws);
        }
    }

    private XinetdSyntax(SourceText source) {
        this.file = source.name();
    }

    /** Returns the blocks and includes of a text, and every problem of it. Nothing is thrown. */
    public static Parsed<List<XinetdStatement>> parse(SourceText source) {
        XinetdSyntax syntax = new XinetdSyntax(source);
        for (String line : source.content().split("\n", -1)) {
            syntax.number++;
            syntax.read(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        syntax.finish();
        return new Parsed<>(List.copyOf(syntax.statements), syntax.problems);
    }

    private void read(String line) {
        List<Word> words = words(line, 0);
        if (words.isEmpty() || words.get(0).text().startsWith("#")) {
            return;
        }
        boolean closes = line.strip().equals("}");
        if (skipping) {
            skipping = !closes;
        } else if (open.isEmpty()) {
            begin(words);
        } else if (!open.get().entered) {
            enter(open.get(), line, words.get(0));
        } else if (closes) {
            close();
        } else {
            assign(open.get(), line, words.get(0));
        }
    }

    private List<Word> words(String line, int from) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        for (boolean more = matcher.find(from); more; more = matcher.find()) {
            words.add(new Word(matcher.group(), new Position(file, number, matcher.start() + 1)));
        }
        return words;
    }

    private void begin(List<Word> words) {
        Word keyword = words.get(0);
        Optional<Word> name = words.stream().skip(1).findFirst();
        switch (keyword.text()) {
            case "defaults" -> open = Optional.of(new Block(XinetdBlock.Kind.DEFAULTS, keyword));
            case "service", "include", "includedir" -> {
                if (name.isEmpty()) {
                    skip(keyword, keyword.text() + " needs a name", "write one behind it");
                } else if (keyword.text().equals("service")) {
                    open = Optional.of(new Block(XinetdBlock.Kind.SERVICE, name.get()));
                } else {
                    statements.add(new XinetdInclude(kind(keyword), name.get()));
                }
            }
            default ->
                    skip(
                            keyword,
                            Problem.quote(keyword.text())
                                    + " begins nothing; there are service, defaults, include and"
                                    + " includedir",
                            "");
        }
    }

    private static XinetdInclude.Kind kind(Word keyword) {
        return keyword.text().equals("include")
                ? XinetdInclude.Kind.FILE
                : XinetdInclude.Kind.DIRECTORY;
    }

    /** Passes over all up to the next end of a block, as xinetd does. */
    private void skip(Word at, String fact, String remedy) {
        problems.add(Problem.error(at.at(), fact, remedy));
        skipping = true;
    }

    private void enter(Block block, String line, Word first) {
        if (line.strip().equals("{")) {
            block.entered = true;
            return;
        }
        flaw(
                block,
                first.at(),
                "a line with { alone has to stand here",
                "begin " + Problem.quote(block.title.text()) + " with it");
        statements.add(block.finished());
        open = Optional.empty();
        skipping = !line.strip().equals("}");
    }

    private void assign(Block block, String line, Word first) {
        Matcher matcher = ASSIGNMENT.matcher(line);
        if (!matcher.matches()) {
            flaw(
                    block,
                    first.at(),
                    "this assigns nothing to an attribute",
                    "write ATTRIBUTE = VALUES, with a blank before the operator");
            return;
        }
        XinetdBlock.Operator operator =
                switch (matcher.group(2)) {
                    case "+=" -> XinetdBlock.Operator.ADD;
                    case "-=" -> XinetdBlock.Operator.REMOVE;
                    default -> XinetdBlock.Operator.SET;
                };
        block.assignments.add(
                new XinetdBlock.Assignment(first, operator, words(line, matcher.end(2))));
    }

    private void flaw(Block block, Position at, String fact, String remedy) {
        Problem problem = Problem.error(at, fact, remedy);
        block.flaws.add(problem);
        problems.add(problem);
    }

    private void close() {
        open.ifPresent(block -> statements.add(block.finished()));
        open = Optional.empty();
    }

    private void finish() {
        open.ifPresent(
                block ->
                        flaw(
                                block,
                                block.title.at(),
                                "the block of "
                                        + Problem.quote(block.title.text())
                                        + " does not end",
                                "write } on a line of its own behind it"));
        close();
    }
}
