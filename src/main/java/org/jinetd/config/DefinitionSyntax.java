package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The second form of a service, NetBSD's: {@code service on|off key = value, …;}. Blanks, ends of
 * lines and comments may stand between any two words; a {@code #} within a word is part of it. What
 * follows the semicolon on its line is another definition.
 *
 * <p>A definition that cannot be read ends at the next semicolon, or before a line that looks like
 * the start of another service: a forgotten semicolon does not cost the rest of the file.
 */
final class DefinitionSyntax {

    private static final Set<String> SWITCHES = Set.of("on", "off");
    private static final Set<String> TYPES = Set.of("stream", "dgram", "seqpacket", "raw", "rdm");
    private static final String PUNCTUATION = "=,;";

    /** What a definition cannot be read without; reported already. */
    private static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxError() {
            super("reported", null, false, false);
        }
    }

    private final Cursor text;
    private final WordReader reader;
    private final List<Statement> statements = new ArrayList<>();
    private Problems problems = new Problems();

    DefinitionSyntax(SourceText source) {
        this.text = new Cursor(source);
        this.reader = new WordReader(text);
    }

    /** Returns whether a definition begins at an index, which is the first word of a line. */
    static boolean beginsAt(String content, int start) {
        return SWITCHES.contains(secondWord(content, start));
    }

    /** Returns whether something else than a piece of a definition begins with a line. */
    private static boolean isServiceAt(String content, int start) {
        String second = secondWord(content, start);
        return SWITCHES.contains(second)
                || TYPES.contains(second)
                || content.startsWith(ClassicSyntax.INCLUDE, start);
    }

    /** Returns the second word of a line as far as it can be one of those that matter here. */
    private static String secondWord(String content, int start) {
        int index = start;
        while (index < content.length() && !isSpace(content.charAt(index))) {
            index++;
        }
        while (index < content.length()
                && (content.charAt(index) == ' ' || content.charAt(index) == '\t')) {
            index++;
        }
        int end = index;
        while (end < content.length() && content.charAt(end) >= 'a' && content.charAt(end) <= 'z') {
            end++;
        }
        boolean ends =
                end == content.length()
                        || isSpace(content.charAt(end))
                        || content.charAt(end) == ';';
        return ends ? content.substring(index, end) : "";
    }

    /**
     * Reads from the first word of a definition to the end of the line on which the last one ends.
     *
     * @param start where the word is
     * @param lineStart where its line begins
     * @param line the number of the line
     */
    void readFrom(int start, int lineStart, int line) {
        text.moveTo(lineStart, line);
        reader.moveTo(start);
        boolean more = true;
        while (more) {
            readDefinition();
            more = isAnotherOnThisLine();
        }
    }

    /** Returns where reading stopped: the end of the text, or the start of a line. */
    int index() {
        return reader.index();
    }

    /** Returns the number of the line at {@link #index()}. */
    int line() {
        return text.line();
    }

    /** Hands over what was read since the last time. */
    Parsed<List<Statement>> take() {
        Parsed<List<Statement>> read = new Parsed<>(List.copyOf(statements), problems.told());
        statements.clear();
        problems = new Problems();
        return read;
    }

    private void readDefinition() {
        int start = reader.index();
        Word service = reader.read(";");
        Optional<Word> state = Optional.empty();
        try {
            check();
            skipSpace();
            state = Optional.of(readState());
            List<Setting> settings = readSettings();
            statements.add(
                    reader.index() - start > LogicalLine.MAX_LENGTH
                            ? tooLong(service)
                            : new Statement.Definition(service, state.get(), settings));
        } catch (SyntaxError e) {
            // One that is off is not served, and so there is nothing to keep serving.
            if (state.filter(word -> word.text().equals("off")).isEmpty()) {
                statements.add(new Statement.Broken(List.of(service)));
            }
            resynchronise(start);
        }
    }

    private Statement tooLong(Word service) {
        problems.add(
                Problem.error(
                        service.at(),
                        "a definition has at most "
                                + LogicalLine.MAX_LENGTH
                                + " characters, this has more",
                        "put the arguments into a script"));
        return new Statement.Broken(List.of(service));
    }

    private Word readState() throws SyntaxError {
        Word state = readWord(PUNCTUATION);
        if (!SWITCHES.contains(state.text())) {
            fail(
                    state.at(),
                    Problem.quote(state.text()) + " is neither on nor off",
                    "write: service on key = value, …;");
        }
        return state;
    }

    private List<Setting> readSettings() throws SyntaxError {
        List<Setting> settings = new ArrayList<>();
        skipSpace();
        while (!isAt(';')) {
            settings.add(readSetting());
            if (isAt(',')) {
                reader.moveTo(reader.index() + 1);
                skipSpace();
            }
        }
        reader.moveTo(reader.index() + 1);
        return settings;
    }

    private Setting readSetting() throws SyntaxError {
        if (isAt(',') || isAt('=')) {
            fail(text.at(reader.index()), "a key is missing here", "write key = value");
        }
        Word key = readWord(PUNCTUATION);
        skipSpace();
        if (!isAt('=')) {
            fail(
                    key.at(),
                    "behind " + Problem.quote(key.text()) + " a '=' is missing",
                    "write key = value");
        }
        reader.moveTo(reader.index() + 1);
        skipSpace();
        List<Word> values = new ArrayList<>();
        while (!isAt(',') && !isAt(';')) {
            if (isAt('=')) {
                int last = values.size() - 1;
                fail(
                        last < 0 ? text.at(reader.index()) : values.get(last).at(),
                        last < 0 ? "a second '='" : "a ',' is missing before this key",
                        "quote a value that begins with '='");
            }
            values.add(readWord(",;"));
            skipSpace();
        }
        return new Setting(key, values);
    }

    private Word readWord(String stops) throws SyntaxError {
        Word word = reader.read(stops);
        check();
        return word;
    }

    /** Goes on to the next word; a definition has one, since it ends with a semicolon. */
    private void skipSpace() throws SyntaxError {
        while (reader.index() < text.length()) {
            char c = text.charAt(reader.index());
            if (c == '\n') {
                nextLine();
                if (isServiceAt(text.content(), reader.index())) {
                    missingSemicolon("before this line");
                }
            } else if (c == '#') {
                reader.moveTo(text.endOfLine(reader.index()));
            } else if (isSpace(c)) {
                reader.moveTo(reader.index() + 1);
            } else {
                return;
            }
        }
        missingSemicolon("at the end of the file");
    }

    private void missingSemicolon(String where) throws SyntaxError {
        fail(text.at(reader.index()), "a ';' is missing " + where, "end the definition with it");
    }

    private void nextLine() {
        int next = text.endOfLine(reader.index()) + 1;
        text.moveTo(next, text.line() + 1);
        reader.moveTo(next);
    }

    private boolean isAt(char c) {
        return reader.index() < text.length() && text.charAt(reader.index()) == c;
    }

    private void check() throws SyntaxError {
        if (reader.problem().isPresent()) {
            problems.add(reader.problem().get());
            reader.forgetProblem();
            throw new SyntaxError();
        }
    }

    private void fail(Position at, String fact, String remedy) throws SyntaxError {
        problems.add(Problem.error(at, fact, remedy));
        throw new SyntaxError();
    }

    /** Skips to behind the next semicolon, or to a line on which another service begins. */
    private void resynchronise(int start) {
        boolean inWord = true;
        while (reader.index() < text.length()) {
            int index = reader.index();
            char c = text.charAt(index);
            boolean onNewLine = index > start && index == text.lineStart();
            if (onNewLine && isServiceAt(text.content(), index)) {
                return;
            }
            if (c == '\n') {
                nextLine();
            } else if (c == '#' && !inWord) {
                reader.moveTo(text.endOfLine(index));
            } else {
                reader.moveTo(c == '"' || c == '\'' ? text.behindQuoted(index) : index + 1);
            }
            if (c == ';') {
                return;
            }
            inWord = !isSpace(c) && c != ',';
        }
    }

    /** Returns whether a definition follows; if none does, goes to the start of the next line. */
    private boolean isAnotherOnThisLine() {
        int index = reader.index();
        if (index < text.length() && index == text.lineStart()) {
            return false; // it was not closed
        }
        while (index < text.length() && isSpace(text.charAt(index)) && text.charAt(index) != '\n') {
            index++;
        }
        reader.moveTo(index);
        if (index < text.length() && text.charAt(index) != '\n' && text.charAt(index) != '#') {
            return true;
        }
        reader.moveTo(text.endOfLine(index));
        if (reader.index() < text.length()) {
            nextLine();
        }
        return false;
    }

    private static boolean isSpace(char c) {
        return WordReader.isBlank(c) || c == '\r';
    }
}
