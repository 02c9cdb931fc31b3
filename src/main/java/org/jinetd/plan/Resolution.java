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
 */
public record Resolution(Plan plan, List<Rejected> rejected, List<Problem> problems) {

    public Resolution {
        requireNonNull(plan, "plan");
        rejected = List.copyOf(rejected);
        problems = List.copyOf(problems);
    }
}
