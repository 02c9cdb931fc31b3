package org.jinetd.migrate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;

/**
 * All that is written about one service, or about the defaults: comments, the line, and the keys of
 * the section. A service that cannot be offered as it was keeps its line, in a comment.
 */
final class Sheet {

    /** What is written of it. */
    enum State {
        OFFERED,
        /** xinetd does not offer it, either. */
        DISABLED,
        /** jinetd cannot offer it as xinetd does, or something is wrong with it. */
        WITHHELD
    }

    private final Word name;
    private final List<Problem> problems;
    private final List<Remark> remarks = new ArrayList<>();
    private final List<Piece> fields = new ArrayList<>();
    private final List<Piece> keys = new ArrayList<>();
    private Optional<Piece> title = Optional.empty();
    private State state = State.OFFERED;

    /**
     * @param name the service as xinetd calls it
     * @param problems gets what the operator has to know now
     */
    Sheet(Word name, List<Problem> problems) {
        this.name = requireNonNull(name, "name");
        this.problems = requireNonNull(problems, "problems");
    }

    Word name() {
        return name;
    }

    State state() {
        return state;
    }

    List<Remark> remarks() {
        return List.copyOf(remarks);
    }

    /** Returns the fields of the line in their order; none when there is too little for a line. */
    List<Piece> fields() {
        return List.copyOf(fields);
    }

    /** Returns the title of the section, without brackets. */
    Optional<Piece> title() {
        return title;
    }

    List<Piece> keys() {
        return List.copyOf(keys);
    }

    void remark(Position at, String text) {
        remarks.add(new Remark(at, text));
    }

    void addField(Piece field) {
        fields.add(field);
    }

    void entitle(Piece text) {
        title = Optional.of(text);
    }

    void addKey(String key, String value, Position at) {
        keys.add(new Piece(key, value, at));
    }

    void removeKey(Piece key) {
        keys.remove(key);
    }

    void disable(Position at) {
        state = State.DISABLED;
        remark(at, "disabled");
    }

    /** Leaves the service out because jinetd would offer it to more clients, or otherwise. */
    void withhold(Position at, String reason) {
        withhold(Problem.warning(at, reason, name.text() + " is left as a comment"));
    }

    /** Leaves the service out because something is wrong. */
    void reject(Position at, String fact, String remedy) {
        withhold(Problem.error(at, fact, remedy));
    }

    /** Leaves the service out because of something that has been reported. */
    void drop(Position at, String fact) {
        remark(at, "not offered: " + fact);
        if (state != State.DISABLED) {
            state = State.WITHHELD;
        }
    }

    /** Takes the sheet for offered, whatever has been said. */
    void offer() {
        state = State.OFFERED;
    }

    private void withhold(Problem problem) {
        String remedy =
                problem.isError() && !problem.remedy().isEmpty() ? " - " + problem.remedy() : "";
        if (state != State.DISABLED) {
            problems.add(problem);
        }
        drop(problem.at(), problem.fact() + remedy);
    }

    /** Says something that does not keep the service from being offered. */
    void warn(Position at, String fact, String remedy) {
        if (state != State.DISABLED) {
            problems.add(Problem.warning(at, fact, remedy));
        }
        remark(at, remedy.isEmpty() ? fact : fact + " - " + remedy);
    }
}
