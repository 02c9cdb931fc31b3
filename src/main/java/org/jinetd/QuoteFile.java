package org.jinetd;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jinetd.builtin.Quote;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Problems;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.LinuxFiles;
import org.jinetd.plan.Action;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Plan;

/**
 * The file with the quote of the day.
 *
 * @param given its path from the command line; empty for the usual one, which may be missing
 */
record QuoteFile(Optional<String> given) {

    static final String USUAL = "/etc/jinetd/qotd";

    /** Only its start is said; a file that is larger was given by mistake. */
    private static final int MOST_BYTES = 64 * 1024;

    /** Reads it if the plan has a service that says it; what is wrong joins the problems. */
    Quote read(Plan plan, Problems problems) {
        return isSaid(plan) ? read(problems) : Quote.byDefault();
    }

    private static boolean isSaid(Plan plan) {
        return plan.services().stream()
                .anyMatch(
                        service ->
                                service.action() instanceof Action.Internal internal
                                        && internal.builtIn() == BuiltIn.QOTD);
    }

    private Quote read(Problems problems) {
        String path = given.orElse(USUAL);
        Outcome<String> text = LinuxFiles.read(path, MOST_BYTES);
        if (text instanceof Outcome.Done<String> done) {
            return Quote.of(ByteBuffer.wrap(ByteText.encode(done.value())));
        }
        Outcome.Failed<String> failed = (Outcome.Failed<String>) text;
        if (given.isPresent() || failed.errno() != Errno.ENOENT) {
            problems.add(
                    Problem.warning(
                            new Position(path, 1, 1),
                            "the quote of the day cannot be read: " + failed,
                            "mend the file; until then qotd says a text of its own"));
        }
        return Quote.byDefault();
    }
}
