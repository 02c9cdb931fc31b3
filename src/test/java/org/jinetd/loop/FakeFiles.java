package org.jinetd.loop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jinetd.builtin.Quote;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.plan.DaemonSettings;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Resolution;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.TestNames;

/** The configuration, and the thread that reads it, which runs when it is told to. */
final class FakeFiles implements Planner, Executor {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private String text = "";
    private Optional<Plan> plan = Optional.empty();
    private Optional<Errno> unreadable = Optional.empty();
    private Quote quote = Quote.byDefault();
    private DaemonSettings daemon = DaemonSettings.USUAL;
    private boolean defect;
    private int readings;
    private Plan lastPlan = Plan.EMPTY;

    void contain(String... lines) {
        text = String.join("\n", lines) + "\n";
        plan = Optional.empty();
        unreadable = Optional.empty();
        defect = false;
    }

    void mean(Plan next) {
        contain();
        plan = Optional.of(next);
    }

    /** Lets the daemon wait so long at its end. */
    void drainFor(Duration patience) {
        daemon = new DaemonSettings(0, Optional.of(patience));
    }

    /** Lets qotd say something else from the next reading on. */
    void say(String text) {
        quote = Quote.of(StandardCharsets.UTF_8.encode(text));
    }

    void cannotBeRead(Errno errno) {
        unreadable = Optional.of(errno);
    }

    void meetADefect() {
        defect = true;
    }

    /** Returns how often they have been read. */
    int readings() {
        return readings;
    }

    /** Returns what was made of them the last time. */
    Plan lastPlan() {
        return lastPlan;
    }

    /** Returns how often they are to be read that the thread has not come to yet. */
    int waiting() {
        return tasks.size();
    }

    void read() {
        tasks.remove().run();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Outcome<Planned> plan(Plan lastGood) {
        readings++;
        if (defect) {
            throw new IllegalStateException("a defect");
        }
        return unreadable
                .<Outcome<Planned>>map(errno -> Outcome.failed("open(inetd.conf)", errno))
                .orElseGet(() -> Outcome.of(planned(lastGood)));
    }

    private Planned planned(Plan lastGood) {
        if (plan.isPresent()) {
            lastPlan = plan.get();
            return new Planned(lastPlan, List.of(), quote);
        }
        Parsed<List<Statement>> parsed = ClassicSyntax.parse(new SourceText("inetd.conf", text));
        Resolution resolution =
                new Resolver(TestNames.debian(), Defaults.CLASSIC, Privilege.ROOT)
                        .resolve(List.of(parsed.value()));
        List<Problem> problems = new ArrayList<>(parsed.problems());
        problems.addAll(resolution.problems());
        Plan kept = resolution.plan().keeping(lastGood, resolution.rejected());
        lastPlan = new Plan(kept.services(), kept.muxed(), daemon);
        return new Planned(lastPlan, problems, quote);
    }
}
