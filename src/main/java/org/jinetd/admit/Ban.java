package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Prefix;

/**
 * A source that is shut out.
 *
 * @param source all of these addresses
 * @param untilNanos when it may come again, on the clock of the decisions
 * @param reach from what it is shut out
 * @param reason what those who come meanwhile are refused for
 */
public record Ban(Prefix source, long untilNanos, DenyAfter.Reach reach, Reason reason) {
    public Ban {
        requireNonNull(source, "source");
        requireNonNull(reach, "reach");
        requireNonNull(reason, "reason");
    }
}
