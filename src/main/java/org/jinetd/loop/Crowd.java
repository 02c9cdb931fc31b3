package org.jinetd.loop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jinetd.admit.Commons;

/** All clients of all services: who waits until some of them are gone. */
final class Crowd {

    private final Commons commons;
    private final Room room;
    private final Set<RunningService> waiting = new LinkedHashSet<>();

    Crowd(long salt, Reactor reactor) {
        commons = new Commons(salt);
        room = new Room(reactor, this::letAllGoOn);
    }

    Commons commons() {
        return commons;
    }

    /** Sets how many may be in at a time; 0 is no limit. */
    void limit(int instances) {
        commons.limit(instances);
        ended();
    }

    /** Returns whether another may come in; if not, the service is held. */
    boolean hasRoomFor(RunningService service) {
        if (!commons.isFull()) {
            return true;
        }
        waiting.add(service);
        service.holdWhile(RunningService.Hold.DAEMON_FULL, true);
        return false;
    }

    /** Takes note that somebody may be gone. */
    void ended() {
        if (!waiting.isEmpty()) {
            room.changed(commons.room(), commons.most());
        }
    }

    void forget(RunningService service) {
        waiting.remove(service);
    }

    private void letAllGoOn() {
        if (commons.isFull()) {
            return;
        }
        List<RunningService> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(service -> service.holdWhile(RunningService.Hold.DAEMON_FULL, false));
    }
}
