package org.jinetd.loop;

import java.util.Optional;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Ban;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Reason;
import org.jinetd.event.Event;
import org.jinetd.event.Refusals;
import org.jinetd.os.HostsAccess.Treatment;
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

    /** Whoever has asked about a client, and waits. */
    interface Asker {
        /** The client may come in. */
        void admitted(Entry entry);

        /**
         * It may not, and that was said.
         *
         * @param banner what it is told, bytes as characters; mostly empty
         */
        void refused(String banner);
    }

    /** Finds out more about a client, and decides then. */
    void ask(Decision.Question question, Peer.Inet peer, Asker asker) {
        if (asking >= MOST_ASKING) {
            refused(peer, BUSY);
            asker.refused("");
            return;
        }
        asking++;
        works.gatekeeping()
                .inquiries()
                .ask(
                        question,
                        new Inquiries.Caller(service.daemonName(), service.service().type(), peer),
                        found -> {
                            asking--;
                            answered(peer, found, asker);
                        });
    }

    private void answered(Peer.Inet peer, Optional<Inquiries.Found> found, Asker asker) {
        if (found.isEmpty()) {
            refused(peer, BUSY);
            asker.refused("");
            return;
        }
        Treatment treatment = found.get().treatment();
        Hospitality.tell(treatment, service, peer, works);
        Optional<Entry> entry = decided(peer, answers(found.get()), treatment);
        entry.ifPresentOrElse(asker::admitted, () -> asker.refused(treatment.banner()));
    }

    /** Returns the answers for this service, where not all may be possible that rules want. */
    private Answers answers(Inquiries.Found found) {
        Answers answers = found.answers();
        return found.treatment().equals(Treatment.NONE)
                ? answers
                : new Answers(
                        answers.question(),
                        answers.name(),
                        Optional.of(Hospitality.judgement(found.treatment(), service.service())));
    }

    private Optional<Entry> decided(Peer.Inet peer, Answers answers, Treatment treatment) {
        if (service.isPaused()) {
            service.refusedWhilePaused();
            return Optional.empty();
        }
        Decision decision = service.admit(peer.remote().unmapped(), answers);
        if (decision instanceof Decision.Refuse refusal
                && refusal.reason().kind() == Reason.Kind.HOSTS) {
            refused(peer, refusal.reason(), Hospitality.level(treatment));
            return Optional.empty();
        }
        heard(decision, peer);
        if (decision instanceof Decision.Ask) {
            refused(peer, CHANGED);
        }
        return decision instanceof Decision.Admit admit
                ? Optional.of(new Entry(admit.source(), treatment))
                : Optional.empty();
    }

    /** Says that a client was turned away; not each time, where that happens often. */
    void refused(Peer peer, Reason reason) {
        refused(peer, reason, Optional.empty());
    }

    private void refused(Peer peer, Reason reason, Optional<Event.Level> level) {
        if (service.levelOf(Fact.REFUSED) != Event.Level.INFO) {
            return;
        }
        Object like =
                RunningService.addressOf(peer)
                        .<Object>map(service.service().admission().sources()::of)
                        .orElse(peer);
        refusals.refused(service.name(), like, service.shown(peer), reason, works.reactor().now())
                .map(told -> level.map(told::at).orElse(told))
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
