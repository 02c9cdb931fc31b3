package org.jinetd.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ini4j.Config;
import org.ini4j.InvalidFileFormatException;
import org.ini4j.spi.IniHandler;
import org.ini4j.spi.IniParser;

/**
 * The form of jinetd.ini: {@code [section]}, {@code key = value}, and comments that begin with
 * {@code #} or {@code ;}. A value ends with its line, and quotes and backslashes are part of it.
 *
 * <p>ini4j finds the lines' parts. Its own model of a file is not used: that merges what is there
 * twice, forgets the places, and expands {@code ${}} without an end (CVE-2022-41404).
 */
public final class IniSyntax {

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern COMMENT = Pattern.compile("[ \\t][#;]");

    private final String file;
    private final IniLines lines;
    private final List<Problem> problems = new ArrayList<>();
    private final List<IniSection> sections = new ArrayList<>();
    private final Map<String, Word> keys = new HashMap<>();
    private final List<IniSection.Entry> entries = new ArrayList<>();
    private Optional<Word> title = Optional.empty();
    private boolean sectionIsBroken;
    private boolean textIsBroken;

    /** The next section is not in the text: it has ini4j go on after an error. */
    private boolean resuming;

    private IniSyntax(SourceText source) {
        this.file = source.name();
        this.lines = new IniLines(source.content());
    }

    /** Returns the sections of a text, and every problem of it. Nothing is thrown. */
    public static Parsed<IniText> parse(SourceText source) {
        return new IniSyntax(source).parse();
    }

    private Parsed<IniText> parse() {
        Parser parser = new Parser();
        Handler handler = new Handler();
        while (!lines.isAtEnd()) {
            try {
                parser.parse(lines, handler);
            } catch (InvalidFileFormatException e) {
                reportLine();
                resuming = title.isPresent();
                if (resuming) {
                    lines.beginSection();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("of a text in memory", e);
            }
        }
        finishSection();
        return new Parsed<>(new IniText(sections, integrity(textIsBroken)), problems);
    }

    private static IniSection.Integrity integrity(boolean broken) {
        return broken ? IniSection.Integrity.BROKEN : IniSection.Integrity.SOUND;
    }

    /** Says what is wrong with the line at hand, of which ini4j can make nothing. */
    private void reportLine() {
        String line = lines.line();
        int start = indentation(line);
        Optional<Integer> control = IniLines.control(line);
        if (line.startsWith("[", start)) {
            finishSection();
            title = Optional.empty();
            textIsBroken = true;
            error(
                    start,
                    "this begins no section",
                    "write [daemon], [defaults] or [service NAME/PROTOCOL], and nothing behind it");
        } else if (control.isPresent()) {
            sectionIsBroken = true;
            textIsBroken |= title.isEmpty();
            int index = control.get();
            error(
                    index,
                    String.format("the control character U+%04X", (int) line.charAt(index)),
                    "delete it");
        } else if (title.isEmpty()) {
            beforeSections(start);
        } else {
            sectionIsBroken = true;
            error(
                    start,
                    "neither a section nor a key with a value",
                    "write key = value on one line; no line continues another");
        }
    }

    /** What follows a section whose title is wrong, has been reported with that. */
    private void beforeSections(int start) {
        if (!textIsBroken) {
            error(start, "this stands before any section", "write [defaults] above it");
        }
        textIsBroken = true;
    }

    private static int indentation(String line) {
        int start = 0;
        while (start < line.length() - 1 && line.charAt(start) <= ' ') {
            start++;
        }
        return start;
    }

    private void error(int index, String fact, String remedy) {
        problems.add(Problem.error(at(index), fact, remedy));
    }

    private Position at(int index) {
        return new Position(file, lines.number(), index + 1);
    }

    private void finishSection() {
        title.ifPresent(
                name -> sections.add(new IniSection(name, entries, integrity(sectionIsBroken))));
        entries.clear();
        keys.clear();
        sectionIsBroken = false;
    }

    private void begin(String name) {
        finishSection();
        String line = lines.line();
        title = Optional.of(new Word(name, at(line.indexOf(name, line.indexOf('[') + 1))));
    }

    private void add(String key, String value) {
        String line = lines.line();
        int start = indentation(line);
        Word keyWord = new Word(key, at(start));
        if (!KEY.matcher(key).matches()) {
            sectionIsBroken = true;
            problems.add(badKey(keyWord));
            return;
        }
        Word before = keys.putIfAbsent(key, keyWord);
        if (before != null) {
            sectionIsBroken = true;
            problems.add(twice(keyWord, key, before));
            return;
        }
        int behind = start + key.length();
        while (line.charAt(behind) <= ' ') {
            behind++;
        }
        behind++; // the operator
        while (behind < line.length() - 1 && line.charAt(behind) <= ' ') {
            behind++;
        }
        add(keyWord, new Word(value, at(behind)));
    }

    private void add(Word key, Word value) {
        if (value.text().isEmpty()) {
            sectionIsBroken = true;
            problems.add(
                    Problem.error(
                            key.at(),
                            key.text() + " has no value",
                            "write one behind the =, or delete the line"));
            return;
        }
        COMMENT.matcher(value.text())
                .results()
                .filter(found -> !isQuoted(value.text().substring(0, found.start())))
                .findFirst()
                .ifPresent(
                        found ->
                                problems.add(
                                        Problem.warning(
                                                value.from(found.start() + 1).at(),
                                                "this belongs to the value",
                                                "write a comment on a line of its own")));
        entries.add(new IniSection.Entry(key, value));
    }

    private static boolean isQuoted(String before) {
        return before.chars().filter(c -> c == '"').count() % 2 == 1
                || before.chars().filter(c -> c == '\'').count() % 2 == 1;
    }

    private static Problem badKey(Word key) {
        char last = key.text().isEmpty() ? ' ' : key.text().charAt(key.text().length() - 1);
        return last == '+' || last == '-'
                ? Problem.error(
                        key.at(),
                        "no list is added to or taken from",
                        "write all of it behind one =")
                : Problem.error(
                        key.at(),
                        "no key: it has lower-case letters, digits and '-'",
                        "write key = value");
    }

    private static Problem twice(Word second, String what, Word first) {
        return Problem.error(
                second.at(), what + " is there already, at " + first.at(), "make one of the two");
    }

    /** ini4j's parser with every option set here, none by a system property. */
    private static final class Parser extends IniParser {
        Parser() {
            Config config = new Config();
            config.setEscape(false);
            config.setEscapeNewline(false);
            config.setTree(false);
            config.setInclude(false);
            config.setGlobalSection(false);
            config.setUnnamedSection(false);
            config.setEmptyOption(false);
            config.setEmptySection(true);
            config.setLowerCaseOption(false);
            config.setLowerCaseSection(false);
            config.setStrictOperator(false);
            setConfig(config);
        }
    }

    /** What ini4j calls for each line. */
    private final class Handler implements IniHandler {

        @Override
        public void startSection(String name) {
            if (resuming) {
                resuming = false;
            } else {
                begin(name);
            }
        }

        @Override
        public void handleOption(String key, String value) {
            add(key, value);
        }

        /** A section ends where the next begins, not where ini4j meets an error. */
        @Override
        public void endSection() {}

        @Override
        public void handleComment(String comment) {}

        @Override
        public void startIni() {}

        @Override
        public void endIni() {}
    }
}
