package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.config.Problem;

/**
 * What became of a configuration.
 *
 * @param plan every line that is right
 * @param rejected every line that is not, those among them that were no good as syntax
 * @param problems what is wrong, in the order of the lines; what the syntax had to say is not in it
 * @param verdict whether the plan may be used at all
 */
public record Resolution(
        Plan plan, List<Rejected> rejected, List<Problem> problems, Verdict verdict) {

    /** Whether a configuration may be used. */
    public enum Verdict {
        /** What is in the plan may be served. */
        USABLE,
        /** Something is wrong that each service might have been restricted by. */
        REFUSED
    }

    public Resolution {
        requireNonNull(plan, "plan");
        rejected = List.copyOf(rejected);
        problems = List.copyOf(problems);
        requireNonNull(verdict, "verdict");
    }
}
