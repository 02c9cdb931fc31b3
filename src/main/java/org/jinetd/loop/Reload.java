package org.jinetd.loop;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jinetd.plan.Change;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Service;

/**
 * Brings the listeners from one plan to the next: first close what is not offered any more, then
 * open what is new, which may need an address that was just given up, then tell the rest whom they
 * serve. A listener that is in both plans is never touched, so no client of it notices.
 */
final class Reload {

    private final Works works;
    private final Map<Endpoint, Listener> listeners;

    /** Of earlier changes too: another thread, or a child, still holds their sockets. */
    private final Set<Listener> leaving = new LinkedHashSet<>();

    /**
     * @param listeners the daemon's own map, changed in place
     */
    Reload(Works works, Map<Endpoint, Listener> listeners) {
        this.works = works;
        this.listeners = listeners;
    }

    void apply(Change change) {
        Set<RunningService> before = new LinkedHashSet<>();
        listeners.values().forEach(listener -> before.add(listener.service()));
        Map<Service, RunningService> next = runningAfter(change);
        for (Change.Offer offer : change.closed()) {
            Listener gone = listeners.remove(offer.endpoint());
            leaving.add(gone);
            gone.close();
        }
        leaving.removeIf(Listener::isGone);
        for (Change.Offer offer : change.opened()) {
            Listener listener = new Listener(offer.endpoint(), next.get(offer.service()), works);
            listeners.put(offer.endpoint(), listener);
            listener.bindAfter(inTheWayOf(offer.endpoint()));
        }
        for (Change.Kept kept : change.kept()) {
            Listener listener = listeners.get(kept.endpoint());
            if (!kept.before().buffers().equals(kept.after().buffers())) {
                listener.resize(kept.after().buffers());
            }
            listener.serve(next.get(kept.after()));
            listener.retune();
            listener.binding().hurry();
        }
        before.removeAll(next.values());
        before.forEach(RunningService::leave);
    }

    private List<Listener> inTheWayOf(Endpoint endpoint) {
        return leaving.stream().filter(l -> l.endpoint().conflictsWith(endpoint)).toList();
    }

    /**
     * Returns what runs each service of the next plan: where a listener stays, what has run it,
     * with its counts; the first claims it where a service was split in two.
     */
    private Map<Service, RunningService> runningAfter(Change change) {
        Map<Service, RunningService> next = new LinkedHashMap<>();
        Set<RunningService> claimed = new HashSet<>();
        for (Change.Kept kept : change.kept()) {
            RunningService running = listeners.get(kept.endpoint()).service();
            if (!next.containsKey(kept.after()) && claimed.add(running)) {
                next.put(kept.after(), running);
            }
        }
        next.forEach((service, running) -> running.become(service));
        for (Change.Kept kept : change.kept()) {
            next.computeIfAbsent(kept.after(), service -> new RunningService(service, works));
        }
        for (Change.Offer offer : change.opened()) {
            next.computeIfAbsent(offer.service(), service -> new RunningService(service, works));
        }
        return next;
    }
}
