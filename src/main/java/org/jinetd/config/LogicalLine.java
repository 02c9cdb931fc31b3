package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A line with its continuations, as one text that still knows where each character stands. Where a
 * line was continued by indentation the text has a newline; where a backslash joined it, nothing.
 */
final class LogicalLine implements WordReader.Text {

    /**
     * The most characters that one line may have, with all of its continuations. No service needs
     * as many; a file that has no line ends at all is not a configuration.
     */
    static final int MAX_LENGTH = 64 * 1024;

    /** A piece of one physical line, from its first column on. */
    private record Piece(int start, int line) {}

    private final String file;
    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();
    private boolean joinedToNext;
    private boolean behindComment;
    private boolean orphan;
    private boolean tooLong;

    LogicalLine(String file) {
        this.file = file;
    }

    /** Adds a physical line. What is beyond the greatest length is dropped, and remembered. */
    void append(int number, String line) {
        if (!pieces.isEmpty() && !joinedToNext && !tooLong) {
            text.append('\n');
        }
        joinedToNext = line.endsWith("\\");
        behindComment = false;
        if (!tooLong) {
            pieces.add(new Piece(text.length(), number));
            int wanted = line.length() - (joinedToNext ? 1 : 0);
            int room = Math.max(0, MAX_LENGTH - text.length());
            text.append(line, 0, Math.min(wanted, room));
            tooLong = wanted > room;
        }
    }

    void sawComment() {
        behindComment = true;
    }

    void continuesNothing() {
        orphan = true;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Returns whether the next physical line belongs to this one, whatever it holds. */
    boolean isJoinedToNext() {
        return joinedToNext;
    }

    boolean isBehindComment() {
        return behindComment;
    }

    boolean isOrphan() {
        return orphan;
    }

    boolean isTooLong() {
        return tooLong;
    }

    int firstLine() {
        return pieces.get(0).line();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        return text.charAt(index);
    }

    /** Returns where the character at an index stands; the end of the text has a place, too. */
    @Override
    public Position at(int index) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces.get(middle).start() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Piece piece = pieces.get(low);
        return new Position(file, piece.line(), 1 + index - piece.start());
    }
}
