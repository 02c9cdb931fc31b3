package org.jinetd.loop;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jinetd.admit.AccessHours;
import org.jinetd.admit.Circumstances;
import org.jinetd.os.LoadAverage;

/**
 * The time of this place and the load of this machine. Belongs to one reactor's thread; nobody
 * looks at either as long as no client comes whose service asks for it.
 */
final class Surroundings implements Circumstances {

    /** The kernel itself reckons the load anew every 5 seconds. */
    private static final long FRESH_NANOS = 3_000_000_000L;

    private final Reactor reactor;
    private final ZoneId zone;
    private final LoadAverage average;
    private boolean known;
    private long readAt;
    private double load;

    Surroundings(Reactor reactor, ZoneId zone, LoadAverage average) {
        this.reactor = reactor;
        this.zone = zone;
        this.average = average;
    }

    @Override
    public int minuteOfWeek() {
        ZonedDateTime local = Instant.ofEpochMilli(reactor.wallMillis()).atZone(zone);
        return AccessHours.minuteOfWeek(local.getDayOfWeek(), local.toLocalTime());
    }

    @Override
    public double load() {
        long now = reactor.now();
        if (!known || now - readAt >= FRESH_NANOS) {
            known = true;
            readAt = now;
            load = average.oneMinute().orElse(0);
        }
        return load;
    }
}
