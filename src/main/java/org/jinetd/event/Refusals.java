package org.jinetd.event;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jinetd.admit.Reason;
import org.jinetd.plan.Peer;

/**
 * Says that clients were turned away, but not each time: of one source and reason once in a while,
 * with how many were left out since, and of all sources together no more than somebody can read.
 * Belongs to one thread; time is an argument.
 */
public final class Refusals {

    /** Within this, what is like the one before is only counted. */
    public static final long QUIET_NANOS = 10_000_000_000L;

    /** Lines within that time, of all sources. */
    static final int MOST_LINES = 100;

    /** Sources that are told apart, about 150 bytes each. */
    static final int MOST_SOURCES = 1000;

    private final Map<Like, Told> told = new LinkedHashMap<>();
    private long windowStart;
    private int lines;
    private long leftOut;

    /** What is said once. */
    private record Like(Object source, Reason.Kind kind) {}

    private static final class Told {
        private final long at;
        private long since;

        Told(long at) {
            this.at = at;
        }
    }

    /**
     * Takes note of one.
     *
     * @param source who counts as the same
     * @param shown how the client is called
     * @return what to say; empty for nothing
     */
    public Optional<Event.Refused> refused(
            String service, Object source, Peer shown, Reason reason, long now) {
        if (lines == 0 || now - windowStart >= QUIET_NANOS) {
            windowStart = now;
            lines = 0;
        }
        Like like = new Like(source, reason.kind());
        Told before = told.get(like);
        if (before != null && now - before.at < QUIET_NANOS) {
            before.since++;
            leftOut++;
            return Optional.empty();
        }
        if (lines >= MOST_LINES) {
            leftOut++;
            return Optional.empty();
        }
        lines++;
        told.remove(like); // the latest to the end
        told.put(like, new Told(now));
        forgetEarliest();
        long since = before == null ? 0 : before.since;
        leftOut -= since;
        return Optional.of(new Event.Refused(service, shown, reason, since));
    }

    /** Returns whether something was left out that nothing was said of yet. */
    public boolean owesSummary() {
        return leftOut > 0;
    }

    /** Sums up what nothing was said of yet. */
    public Optional<Event.RefusedMore> summary(String service) {
        long count = leftOut;
        leftOut = 0;
        told.values().forEach(each -> each.since = 0);
        return count == 0 ? Optional.empty() : Optional.of(new Event.RefusedMore(service, count));
    }

    private void forgetEarliest() {
        if (told.size() > MOST_SOURCES) {
            Iterator<Told> all = told.values().iterator();
            all.next();
            all.remove();
        }
    }

    int sources() {
        return told.size();
    }
}
