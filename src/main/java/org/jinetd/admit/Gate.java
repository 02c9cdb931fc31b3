package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.plan.Access;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Ip;

/**
 * Decides who comes in to one service, and keeps the count of who is in: the only such count there
 * is. Mutable; belongs to one thread. Time is an argument.
 *
 * <p>The tests, in this order: whether the source is shut out; the hours and the load; how many
 * run; the access lists; how many run for the source, and how often it came; what its name and
 * hosts.allow say; how often all came. Each costs more than the one before, and one that refuses
 * the client for itself uses up nothing of what it shares with others.
 *
 * <p>What is remembered of sources is bounded, as {@link SourceTable} and {@link Bans} say.
 */
public final class Gate {

    private final Commons commons;
    private final SourceTable sources;
    private final Bans bans = new Bans();
    private final Pauses pauses = new Pauses();

    /** All clients without an address. */
    private final Source withoutAddress = new Source(0, 0);

    private EntryRules rules;
    private Optional<RateWindow> starts = Optional.empty();
    private int running;

    public Gate(Admission admission, Access access, Commons commons) {
        this.commons = requireNonNull(commons, "commons");
        this.rules = new EntryRules(admission, access, commons.lists());
        this.sources = new SourceTable(admission.sources(), commons.salt());
    }

    /** Replaces the rules; who is in stays in, even against them. */
    public void retune(Admission admission, Access access) {
        EntryRules next = rules.next(admission, access, commons.lists());
        if (!next.remembersIdle()) {
            sources.forgetIdle();
        }
        if (next.mostAttempts.isEmpty()) {
            bans.clear();
        }
        sources.resize(admission.sources());
        rules = next;
    }

    /** Returns whether as many run as may: nobody should be asked in until one has ended. */
    public boolean isFull() {
        int most = rules.admission.instances();
        return most > 0 && running >= most;
    }

    /** Returns how many more may come in; a lot without a limit. */
    public int room() {
        int most = rules.admission.instances();
        return most == 0 ? Integer.MAX_VALUE : Math.max(0, most - running);
    }

    public int running() {
        return running;
    }

    /** Decides about a client whose address is not known, or does not matter. */
    public Decision admit(long now, Circumstances here) {
        Optional<Reason> refused =
                rules.lists.judgeWithoutAddress() instanceof AccessTree.Verdict.Refused notListed
                        ? Optional.of(notListed.reason())
                        : whyNobody(here);
        if (refused.isPresent()) {
            return new Decision.Refuse(refused.get());
        }
        if (!takeStart(now)) {
            return tooFast(now);
        }
        withoutAddress.running++;
        begun();
        return new Decision.Admit(withoutAddress);
    }

    /**
     * Decides about a client.
     *
     * @param client its address, unmapped
     */
    public Decision admit(Ip client, long now, Circumstances here) {
        Source source = sources.of(client);
        sources.came(source);
        if (rules.mostAttempts.isPresent()) {
            Optional<Decision> shutOut = countAttempt(source, client, now);
            if (shutOut.isPresent()) {
                return shutOut.get();
            }
        }
        return decide(source, client, Optional.empty(), now, here);
    }

    /**
     * Decides about a client again, with what was asked for.
     *
     * @param client its address, unmapped
     */
    public Decision admit(Ip client, Answers answers, long now, Circumstances here) {
        return decide(sources.of(client), client, Optional.of(answers), now, here);
    }

    private Decision decide(
            Source source, Ip client, Optional<Answers> answers, long now, Circumstances here) {
        Optional<Ban> ban = commons.ban(client, now).or(() -> bans.of(client, now));
        if (ban.isPresent()) {
            return new Decision.Refuse(ban.get().reason());
        }
        Optional<Reason> refused = whyNobody(here);
        if (refused.isPresent()) {
            return new Decision.Refuse(refused.get());
        }
        AccessTree.Verdict listed = byLists(client, answers);
        if (listed instanceof AccessTree.Verdict.Refused refusal) {
            return new Decision.Refuse(refusal.reason());
        }
        int most = rules.admission.instancesPerSource();
        if (most > 0 && source.running >= most) {
            return new Decision.Refuse(rules.sourceFull());
        }
        if (rules.sourceRate.isPresent()
                && !startsOf(source, now).hasOne(rules.sourceRate.get(), now)) {
            return new Decision.Refuse(rules.sourceTooFast());
        }
        boolean needsName = listed instanceof AccessTree.Verdict.NeedsName;
        Optional<Decision> byHosts = byHosts(needsName, answers);
        if (byHosts.isPresent()) {
            return byHosts.get();
        }
        if (!takeStart(now)) {
            return tooFast(now);
        }
        rules.sourceRate.ifPresent(rate -> startsOf(source, now).take(rate, now));
        sources.begun(source);
        begun();
        return new Decision.Admit(source);
    }

    /** Takes back an admission. */
    public void ended(Source source, long now) {
        if (source == withoutAddress) {
            if (source.running == 0) {
                throw new IllegalStateException("more ends than starts");
            }
            source.running--;
        } else if (sources.ended(source)) {
            if (rules.remembersIdle() && !source.isAsNew(now)) {
                sources.keepIdle(source);
            } else {
                sources.forget(source);
            }
        }
        running--;
        commons.ended();
    }

    /** Returns how many of this client's source run. */
    int running(Ip client) {
        return sources.of(client).running;
    }

    /** Returns how many sources are remembered. */
    int sources() {
        return sources.size();
    }

    /** Returns how many sources are shut out of this service. */
    int shutOut() {
        return bans.size();
    }

    /** Tests what has nothing to do with the client. */
    private Optional<Reason> whyNobody(Circumstances here) {
        if (!rules.hours.isAlways() && !rules.hours.isOpen(here.minuteOfWeek())) {
            return Optional.of(rules.hours.closed());
        }
        if (rules.maxLoad().isPresent()) {
            double load = here.load();
            if (load > rules.maxLoad().getAsDouble()) {
                return Optional.of(EntryRules.tooBusy(rules.maxLoad().getAsDouble(), load));
            }
        }
        if (isFull()) {
            return Optional.of(rules.full());
        }
        return commons.isFull() ? Optional.of(commons.full()) : Optional.empty();
    }

    private AccessTree.Verdict byLists(Ip client, Optional<Answers> answers) {
        if (rules.lists.isOpen()) {
            return AccessTree.Verdict.Admitted.BY_NO_RULE;
        }
        return answers.filter(known -> known.question() != Decision.Question.HOSTS)
                .map(known -> rules.lists.judge(client, known.name()))
                .orElseGet(() -> rules.lists.judge(client));
    }

    /** Returns what is to be asked for, or that hosts.deny refuses; empty when neither. */
    private Optional<Decision> byHosts(boolean needsName, Optional<Answers> answers) {
        Optional<HostsJudgement> verdict = answers.flatMap(Answers::hosts);
        boolean asksHosts = rules.asksHosts() && verdict.isEmpty();
        if (needsName || asksHosts) {
            return Optional.of(
                    new Decision.Ask(
                            !needsName
                                    ? Decision.Question.HOSTS
                                    : asksHosts
                                            ? Decision.Question.NAME_AND_HOSTS
                                            : Decision.Question.NAME));
        }
        return rules.asksHosts() && verdict.get() instanceof HostsJudgement.Denied denied
                ? Optional.of(new Decision.Refuse(denied.reason()))
                : Optional.empty();
    }

    private TokenBucket startsOf(Source source, long now) {
        if (source.starts.isEmpty()) {
            source.starts = Optional.of(new TokenBucket(rules.sourceRate.orElseThrow(), now));
        }
        return source.starts.get();
    }

    /** Counts that somebody came, served or not, and shuts out a source that comes too often. */
    private Optional<Decision> countAttempt(Source source, Ip client, long now) {
        if (commons.ban(client, now).isPresent() || bans.of(client, now).isPresent()) {
            return Optional.empty();
        }
        Allowance most = rules.mostAttempts.orElseThrow();
        if (source.attempts.isEmpty()) {
            source.attempts = Optional.of(new TokenBucket(most, now));
        }
        boolean bearable = source.attempts.get().take(most, now);
        if (source.running == 0) {
            sources.keepIdle(source);
        }
        if (bearable) {
            return Optional.empty();
        }
        DenyAfter after = rules.denyAfter();
        Ban ban =
                new Ban(
                        sources.sourceSize().of(client),
                        now + EntryRules.nanos(after.shutout()),
                        after.reach(),
                        rules.shutOut(after));
        if (after.reach() == DenyAfter.Reach.ALL_SERVICES) {
            commons.shutOut(ban, now);
        } else {
            bans.add(ban, now);
        }
        return Optional.of(new Decision.ShutOut(ban));
    }

    private boolean takeStart(long now) {
        int most = rules.admission.rate().most();
        if (most == 0) {
            return true;
        }
        if (starts.isEmpty()) {
            starts = Optional.of(new RateWindow(now));
        }
        return starts.get().take(most, rules.periodNanos, now);
    }

    private Decision tooFast(long now) {
        long until =
                rules.admission
                        .pause()
                        .map(pause -> pauses.begin(pause, rules.periodNanos, now))
                        .orElseGet(() -> starts.orElseThrow().end(rules.periodNanos));
        return new Decision.Pause(until, rules.tooFast());
    }

    private void begun() {
        running++;
        commons.begun();
    }
}
