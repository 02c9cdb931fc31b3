package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.builtin.Quote;
import org.jinetd.config.Problem;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Resolution.Verdict;

/** Reads the configuration. It blocks on files and on names, so the loop never calls it itself. */
@FunctionalInterface
public interface Planner {

    /**
     * What was read.
     *
     * @param plan all that can be served, with the last good version of each line that cannot
     * @param quote what qotd says
     * @param verdict whether the plan may be used
     */
    record Planned(Plan plan, List<Problem> problems, Quote quote, Verdict verdict) {
        public Planned {
            requireNonNull(plan, "plan");
            problems = List.copyOf(problems);
            requireNonNull(quote, "quote");
            requireNonNull(verdict, "verdict");
        }

        /** Makes a plan that may be used. */
        public Planned(Plan plan, List<Problem> problems, Quote quote) {
            this(plan, problems, quote, Verdict.USABLE);
        }
    }

    /** Returns the next plan, or why a file could not be read at all. */
    Outcome<Planned> plan(Plan lastGood);
}
