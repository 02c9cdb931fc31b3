package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.SourceText;

/** A file that is being written, each of whose lines knows what it was made of. */
final class Page {

    /**
     * What a line was made of.
     *
     * @param starts the column that each piece begins in
     */
    private record Made(Sheet sheet, List<Piece> pieces, List<Integer> starts) {}

    /** A piece, and whose it is. */
    record Origin(Sheet sheet, Piece piece) {}

    private static final String OFF = "#";

    private final String name;
    private final List<String> lines = new ArrayList<>();
    private final List<Optional<Made>> made = new ArrayList<>();

    Page(String name) {
        this.name = name;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    SourceText text() {
        return new SourceText(name, String.join("\n", lines) + "\n");
    }

    void blank() {
        add("", Optional.empty());
    }

    void comment(String text) {
        add("# " + Remark.printable(text), Optional.empty());
    }

    /** Adds pieces with tabs between them. */
    void line(Sheet sheet, List<Piece> pieces) {
        List<Integer> starts = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (Piece piece : pieces) {
            line.append(line.isEmpty() ? "" : "\t");
            starts.add(line.length() + 1);
            line.append(piece.text());
        }
        add(sheet, line.toString(), new Made(sheet, pieces, starts));
    }

    /** Adds one piece, however it is written. */
    void line(Sheet sheet, String text, Piece piece) {
        add(sheet, text, new Made(sheet, List.of(piece), List.of(1)));
    }

    private void add(Sheet sheet, String text, Made of) {
        boolean on = sheet.state() == Sheet.State.OFFERED;
        add(on ? text : OFF + text, Optional.of(of));
    }

    private void add(String line, Optional<Made> of) {
        lines.add(line);
        made.add(of);
    }

    /** Returns what stands at a place; empty when that is in another file, or is a comment. */
    Optional<Origin> origin(Position at) {
        if (!at.file().equals(name) || at.line() > made.size()) {
            return Optional.empty();
        }
        return made.get(at.line() - 1)
                .map(
                        of -> {
                            int index = 0;
                            while (index + 1 < of.starts().size()
                                    && of.starts().get(index + 1) <= at.column()) {
                                index++;
                            }
                            return new Origin(of.sheet(), of.pieces().get(index));
                        });
    }
}
