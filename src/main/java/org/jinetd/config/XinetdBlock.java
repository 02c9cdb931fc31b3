package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A block of xinetd.conf(5), {@code service NAME { ... }} or {@code defaults { ... }}, as written.
 *
 * @param title the service's name, or the word {@code defaults}
 * @param assignments in the order of the text; nothing is known about their attributes
 * @param flaws what is wrong with its form, which xinetd would drop it for
 */
public record XinetdBlock(Kind kind, Word title, List<Assignment> assignments, List<Problem> flaws)
        implements XinetdStatement {

    /** What a block is about. */
    public enum Kind {
        SERVICE,
        DEFAULTS
    }

    /** How values are assigned. */
    public enum Operator {
        SET("="),
        ADD("+="),
        REMOVE("-=");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * A line of a block.
     *
     * @param values what stands behind the operator, cut at blanks: there are no quotes
     */
    public record Assignment(Word attribute, Operator operator, List<Word> values) {
        public Assignment {
            requireNonNull(attribute, "attribute");
            requireNonNull(operator, "operator");
            values = List.copyOf(values);
        }
    }

    public XinetdBlock {
        requireNonNull(kind, "kind");
        requireNonNull(title, "title");
        assignments = List.copyOf(assignments);
        flaws = List.copyOf(flaws);
    }
}
