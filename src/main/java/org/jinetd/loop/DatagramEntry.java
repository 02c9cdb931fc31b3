package org.jinetd.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Ban;
import org.jinetd.admit.Circumstances;
import org.jinetd.admit.Commons;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Gate;
import org.jinetd.admit.Reason;
import org.jinetd.event.Event;
import org.jinetd.event.Refusals;
import org.jinetd.event.Veil;
import org.jinetd.os.Datagram;
import org.jinetd.plan.Access;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Ip;
import org.jinetd.plan.LogSettings.Fact;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Rate;
import org.jinetd.plan.Served;

/**
 * Who gets answers from a built-in datagram service. The others get none, and are counted. Of the
 * limits only those for one source hold: nothing runs, and the daemon bounds the rate by itself.
 * Nobody is asked for his name, since a datagram does not wait: where a rule depends on it, that is
 * as if there were none.
 *
 * <p>Belongs to the talkers' thread.
 */
final class DatagramEntry {

    private final Gate gate;
    private final Circumstances here;
    private final Veil veil;
    private final Consumer<Event> events;
    private final Consumer<Ban> bans;
    private final Refusals refusals = new Refusals();
    private Served service;
    private long lastRefusal;

    /**
     * @param bans told of each source that is shut out of all services
     */
    DatagramEntry(
            Served service,
            Commons commons,
            Circumstances here,
            Veil veil,
            Consumer<Event> events,
            Consumer<Ban> bans) {
        this.service = service;
        this.gate = new Gate(admission(service), service.settings().access(), commons);
        this.here = here;
        this.veil = veil;
        this.events = events;
        this.bans = bans;
    }

    /** Returns whether anybody may be turned away at all. */
    static boolean isNeededFor(Served service) {
        return service.admission().ratePerSource().isLimited()
                || !service.settings().access().equals(Access.EVERYBODY);
    }

    private static Admission admission(Served service) {
        Admission said = service.admission();
        return new Admission(
                Rate.UNLIMITED,
                Optional.empty(),
                said.ratePerSource(),
                said.sources(),
                0,
                0,
                said.whenFull());
    }

    void become(Served next) {
        service = next;
        gate.retune(admission(next), next.settings().access());
    }

    boolean admits(Datagram datagram, int port, long now) {
        Ip source = datagram.source().unmapped();
        Decision decision = gate.admit(source, now, here);
        if (decision instanceof Decision.Admit admit) {
            gate.ended(admit.source(), now);
            return true;
        }
        Peer.Inet peer = new Peer.Inet(source, datagram.sourcePort(), datagram.destination(), port);
        if (decision instanceof Decision.Refuse refusal) {
            refused(peer, refusal.reason(), now);
        } else if (decision instanceof Decision.Ask) {
            refused(peer, Reason.of(Reason.Kind.NO_NAME, "a datagram does not wait"), now);
        } else if (decision instanceof Decision.ShutOut shutOut) {
            tell(peer, shutOut.ban(), now);
        }
        return false;
    }

    private void refused(Peer.Inet peer, Reason reason, long now) {
        if (!service.settings().log().facts().map(f -> f.contains(Fact.REFUSED)).orElse(true)) {
            return;
        }
        if (refusals.owesSummary() && now - lastRefusal >= Entrance.SUMMARY_NANOS) {
            refusals.summary(service.label()).ifPresent(events);
        }
        lastRefusal = now;
        Object like = service.admission().sources().of(peer.remote());
        refusals.refused(service.label(), like, shown(peer), reason, now).ifPresent(events);
    }

    private void tell(Peer.Inet peer, Ban ban, long now) {
        long seconds = Math.max(1, (ban.untilNanos() - now) / 1_000_000_000L);
        events.accept(
                new Event.ShutOut(
                        service.label(), shown(peer), ban.reach(), seconds, ban.reason()));
        if (ban.reach() == DenyAfter.Reach.ALL_SERVICES) {
            bans.accept(ban);
        }
    }

    private Peer shown(Peer peer) {
        return veil.of(peer, service.settings().log().anonymise());
    }
}
