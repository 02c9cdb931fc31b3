package org.jinetd.loop;

import java.util.Optional;

/**
 * When to ask clients in again after it was full: when some places are free, or a moment after the
 * first is. A listener then does not go in and out of the poll set with every client, and no place
 * stays free for long while somebody waits.
 */
final class Room {

    /** Places of which one must be free: below 32 the first that is. */
    private static final int PLACES_PER_FREE = 16;

    private static final int MOST_FREE = 8;

    static final long MOMENT_NANOS = 10_000_000L;

    private final Reactor reactor;
    private final Runnable open;
    private Optional<Timers.Timer> moment = Optional.empty();

    /**
     * @param open asks clients in again
     */
    Room(Reactor reactor, Runnable open) {
        this.reactor = reactor;
        this.open = open;
    }

    /**
     * Takes note of how many places are free of how many, while it is closed.
     *
     * @param places 0 for no limit
     */
    void changed(int free, int places) {
        int enough = Math.max(1, Math.min(MOST_FREE, places / PLACES_PER_FREE));
        if (free >= enough) {
            callOff();
            open.run();
        } else if (free > 0 && moment.isEmpty()) {
            moment =
                    Optional.of(
                            reactor.after(
                                    MOMENT_NANOS,
                                    () -> {
                                        moment = Optional.empty();
                                        open.run();
                                    }));
        }
    }

    void callOff() {
        moment.ifPresent(Timers.Timer::callOff);
        moment = Optional.empty();
    }
}
