package org.jinetd.config;

/** A whole text with a current line; places are those of that line. */
final class Cursor implements WordReader.Text {

    private final SourceText source;
    private final String content;
    private int lineStart;
    private int line = 1;

    Cursor(SourceText source) {
        this.source = source;
        this.content = source.content();
    }

    void moveTo(int newLineStart, int newLine) {
        lineStart = newLineStart;
        line = newLine;
    }

    String content() {
        return content;
    }

    int line() {
        return line;
    }

    int lineStart() {
        return lineStart;
    }

    @Override
    public int length() {
        return content.length();
    }

    /** Returns a character; the first of the two that end a line in DOS files is a blank. */
    @Override
    public char charAt(int index) {
        char c = content.charAt(index);
        return c == '\r' && content.startsWith("\n", index + 1) ? ' ' : c;
    }

    /** Returns the index of the newline that ends the line, or that of the text's end. */
    int endOfLine(int index) {
        int newline = content.indexOf('\n', index);
        return newline < 0 ? content.length() : newline;
    }

    /** Returns the index behind a quoted part; behind the quote when its line does not close it. */
    int behindQuoted(int start) {
        for (int i = start + 1; i < content.length() && content.charAt(i) != '\n'; i++) {
            if (content.charAt(i) == content.charAt(start)) {
                return i + 1;
            }
        }
        return start + 1;
    }

    @Override
    public Position at(int index) {
        return new Position(source.name(), line, 1 + index - lineStart);
    }
}
