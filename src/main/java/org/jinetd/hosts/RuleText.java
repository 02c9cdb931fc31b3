package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.Position;

/** A line with those it goes on in, as one text that still knows where each character stands. */
final class RuleText {

    /** A piece of one physical line, from its first column on. */
    private record Piece(int start, int line) {}

    private final String file;
    private final StringBuilder text = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    RuleText(String file) {
        this.file = file;
    }

    /** Adds a line, or what is before the backslash at its end. */
    void append(int number, String part) {
        pieces.add(new Piece(text.length(), number));
        text.append(part);
    }

    String text() {
        return text.toString();
    }

    /** Returns where the character at an index stands; the end of the text has a place, too. */
    Position at(int index) {
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
