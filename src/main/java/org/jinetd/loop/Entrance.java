package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Ban;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Reason;
import org.jinetd.admit.Source;
import org.jinetd.event.Event;
import org.jinetd.event.Refusals;
import org.jinetd.plan.LogSettings.Fact;
import org.jinetd.plan.Peer;

/** Where the clients of a service are let in or turned away, and that is said. */
final class Entrance {

    /** Clients that wait until more is known of them; others of that kind are turned away. */
    static final int MOST_ASKING = 64;

    /** After which refusals that were not told are summed up. */
    static final long SUMMARY_NANOS = 60_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final Reason BUSY =
            Reason.of(Reason.Kind.NAMES_BUSY, "too many wait for their names");
    private static final Reason CHANGED =
            Reason.of(Reason.Kind.NAMES_BUSY, "the rules have changed meanwhile");

    private final RunningService service;
    private final Works works;
    private final Refusals refusals = new Refusals();
    private Optional<Timers.Timer> summary = Optional.empty();
    private int asking;

    Entrance(RunningService service, Works works) {
        this.service = service;
        this.works = works;
    }

    /**
     * Decides about a client, and says why, if it may not come in. Whoever gets {@link
     * Decision.Ask} may {@link #ask}.
     */
    Decision admit(Peer peer) {
        Optional<Decision> pause = service.pause();
        if (pause.isPresent()) {
            service.refusedWhilePaused();
            return pause.get();
        }
        return heard(service.admit(RunningService.addressOf(peer)), peer);
    }

    private Decision heard(Decision decision, Peer peer) {
        if (decision instanceof Decision.Refuse refusal) {
            refused(peer, refusal.reason());
        } else if (decision instanceof Decision.ShutOut shutOut) {
            shutOut(peer, shutOut.ban());
        } else if (decision instanceof Decision.Pause) {
            service.refusedWhilePaused();
        }
        return decision;
    }

    /**
     * Finds out more about a client, and decides then.
     *
     * @param told gets the proof, if the client may come in
     */
    void ask(Decision.Question question, Peer.Inet peer, Consumer<Optional<Source>> told) {
        if (asking >= MOST_ASKING) {
            refused(peer, BUSY);
            told.accept(Optional.empty());
            return;
        }
        asking++;
        works.gatekeeping()
                .inquiries()
                .ask(
                        question,
                        service.daemonName(),
                        peer,
                        answers -> {
                            asking--;
                            told.accept(answered(peer, answers));
                        });
    }

    private Optional<Source> answered(Peer.Inet peer, Optional<Answers> answers) {
        if (answers.isEmpty()) {
            refused(peer, BUSY);
        } else if (service.isPaused()) {
            service.refusedWhilePaused();
        } else {
            Decision decision = heard(service.admit(peer.remote().unmapped(), answers.get()), peer);
            if (decision instanceof Decision.Admit admit) {
                return Optional.of(admit.source());
            }
            if (decision instanceof Decision.Ask) {
                refused(peer, CHANGED);
            }
        }
        return Optional.empty();
    }

    /** Says that a client was turned away; not each time, where that happens often. */
    void refused(Peer peer, Reason reason) {
        if (service.levelOf(Fact.REFUSED) != Event.Level.INFO) {
            return;
        }
        Object like =
                RunningService.addressOf(peer)
                        .<Object>map(service.service().admission().sources()::of)
                        .orElse(peer);
        refusals.refused(service.name(), like, service.shown(peer), reason, works.reactor().now())
                .ifPresent(works::say);
        if (refusals.owesSummary() && summary.isEmpty()) {
            summary = Optional.of(works.reactor().after(SUMMARY_NANOS, this::sumUp));
        }
    }

    private void sumUp() {
        summary = Optional.empty();
        refusals.summary(service.name()).ifPresent(works::say);
    }

    private void shutOut(Peer peer, Ban ban) {
        long left = ban.untilNanos() - works.reactor().now();
        works.say(
                new Event.ShutOut(
                        service.name(),
                        service.shown(peer),
                        ban.reach(),
                        Math.max(1, left / NANOS_PER_SECOND),
                        ban.reason()));
    }

    /** Says nothing more, of a service that is not offered any more. */
    void dismiss() {
        summary.ifPresent(Timers.Timer::callOff);
        summary = Optional.empty();
        sumUp();
    }
}
