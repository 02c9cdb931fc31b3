package org.jinetd.loop;

import org.jinetd.event.Event;

/**
 * Times at which the system has no room for a client, each from the first failure to the next
 * success. Trying again at once would fail again and cost a processor, so the listener rests
 * meanwhile, longer each time in a row. It is said once when it begins and once when it ends.
 */
final class Shortage {

    private static final long FIRST_REST_NANOS = 100_000_000L;
    private static final long LONGEST_REST_NANOS = 5_000_000_000L;

    private final Listener listener;
    private final Works works;
    private boolean lasts;
    private long restNanos = FIRST_REST_NANOS;

    Shortage(Listener listener, Works works) {
        this.listener = listener;
        this.works = works;
    }

    /** Takes note of a failure. Those that come while the listener rests belong to the same one. */
    void felt(String why) {
        if (!lasts) {
            lasts = true;
            works.say(new Event.Exhausted(listener.service().name(), why));
        }
        if (!listener.isResting()) {
            listener.rest(restNanos);
            restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
        }
    }

    /** Takes note of a success. */
    void over() {
        if (lasts) {
            lasts = false;
            restNanos = FIRST_REST_NANOS;
            works.say(new Event.Recovered(listener.service().name()));
        }
    }
}
