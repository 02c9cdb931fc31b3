package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;

/**
 * Decides who comes in to one service, and keeps the count of who is in: the only such count there
 * is. Mutable; belongs to one thread. Time is an argument.
 *
 * <p>What is remembered of sources is bounded: at most {@link #MOST_IDLE_SOURCES} that have nothing
 * running, about 150 bytes each, the least recent out; those with something running are as many as
 * run.
 */
public final class Gate {

    static final int MOST_IDLE_SOURCES = 10_000;

    /**
     * Sources with something running, whatever the limits: a limit set later finds them counted.
     */
    private final Map<Ip, Source> busy = new HashMap<>();

    /** Sources with nothing running whose rate still matters, the least recent first. */
    private final Map<Ip, Source> idle = new LinkedHashMap<>(16, 0.75f, true);

    private Limits limits;
    private Optional<RateWindow> starts = Optional.empty();
    private int running;

    public Gate(Limits limits) {
        this.limits = requireNonNull(limits, "limits");
    }

    /** Replaces the limits; who is in stays in, even above them. */
    public void retune(Limits next) {
        this.limits = requireNonNull(next, "next");
        if (next.startsPerMinutePerSource() == 0) {
            idle.clear();
        }
    }

    /** Returns whether as many run as may: nobody should be asked in until one has ended. */
    public boolean isFull() {
        return limits.instances() > 0 && running >= limits.instances();
    }

    public int running() {
        return running;
    }

    /** Decides about a client whose address is not known, or does not matter. */
    public Decision admit(long now) {
        if (isFull()) {
            return refuseFull();
        }
        if (!takeStart(now)) {
            return tooFast(now);
        }
        running++;
        return Decision.Admit.INSTANCE;
    }

    /** Decides about a client, by its own limits first, since they cost the others nothing. */
    public Decision admit(Ip client, long now) {
        if (isFull()) {
            return refuseFull();
        }
        // A source that is turned away leaves nothing behind unless it was known before.
        Source source = known(client).orElseGet(() -> new Source(now));
        int most = limits.instancesPerSource();
        if (most > 0 && source.running >= most) {
            return new Decision.Refuse(most + " at a time from one address");
        }
        int perMinute = limits.startsPerMinutePerSource();
        if (perMinute > 0 && !source.starts.hasRoom(perMinute, now)) {
            return new Decision.Refuse(perMinute + " per minute from one address");
        }
        if (!takeStart(now)) {
            return tooFast(now);
        }
        if (perMinute > 0) {
            source.starts.take(perMinute, now);
        }
        running++;
        if (source.running++ == 0) {
            idle.remove(client);
            busy.put(client, source);
        }
        return Decision.Admit.INSTANCE;
    }

    /** Takes back an admission without an address. */
    public void ended() {
        if (running == 0) {
            throw new IllegalStateException("more ends than starts");
        }
        running--;
    }

    /** Takes back an admission of this client. */
    public void ended(Ip client) {
        Source source =
                Optional.ofNullable(busy.get(client))
                        .orElseThrow(() -> new IllegalStateException("more ends than starts"));
        ended();
        if (--source.running == 0) {
            busy.remove(client);
            rememberIdle(client, source);
        }
    }

    /** Returns how many of this client run. */
    int running(Ip client) {
        return Optional.ofNullable(busy.get(client)).map(source -> source.running).orElse(0);
    }

    /** Returns how many sources are remembered. */
    int sources() {
        return busy.size() + idle.size();
    }

    private Optional<Source> known(Ip client) {
        return Optional.ofNullable(busy.get(client))
                .or(() -> Optional.ofNullable(idle.get(client)));
    }

    private void rememberIdle(Ip client, Source source) {
        if (limits.startsPerMinutePerSource() == 0) {
            return;
        }
        idle.put(client, source);
        if (idle.size() > MOST_IDLE_SOURCES) {
            idle.remove(idle.keySet().iterator().next());
        }
    }

    private boolean takeStart(long now) {
        if (limits.startsPerMinute() == 0) {
            return true;
        }
        if (starts.isEmpty()) {
            starts = Optional.of(new RateWindow(now));
        }
        return starts.get().take(limits.startsPerMinute(), now);
    }

    private Decision tooFast(long now) {
        long until = starts.map(RateWindow::end).orElse(now);
        return new Decision.Pause(until, limits.startsPerMinute() + " starts per minute");
    }

    private Decision refuseFull() {
        return new Decision.Refuse(limits.instances() + " at a time");
    }

    private static final class Source {
        private final RateWindow starts;
        private int running;

        Source(long now) {
            starts = new RateWindow(now);
        }
    }
}
