package org.jinetd.loop;

import java.util.List;
import org.jinetd.config.Problem;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Plan;

/** Reads the configuration. It blocks on files and on names, so the loop never calls it itself. */
@FunctionalInterface
public interface Planner {

    /**
     * What was read.
     *
     * @param plan all that can be served, with the last good version of each line that cannot
     */
    record Planned(Plan plan, List<Problem> problems) {
        public Planned {
            problems = List.copyOf(problems);
        }
    }

    /** Returns the next plan, or why a file could not be read at all. */
    Outcome<Planned> plan(Plan lastGood);
}
