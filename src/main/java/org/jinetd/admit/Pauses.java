package org.jinetd.admit;

import org.jinetd.plan.Admission;

/**
 * How long a service takes nobody: as long as the first time at first, and twice as long each time
 * that it comes too fast again at once. That is, before it has taken clients for as long as it took
 * none, and for a whole period of its rate. Time is an argument, compared by subtraction only.
 */
final class Pauses {

    private long length;
    private long end;
    private boolean seen;

    /**
     * Begins a pause and returns when it ends.
     *
     * @param periodNanos the time that the rate counts in
     */
    long begin(Admission.Pause pause, long periodNanos, long now) {
        long first = pause.first().toNanos();
        long longest = pause.longest().toNanos();
        boolean again = seen && now - end < Math.max(length, periodNanos);
        if (!again) {
            length = first;
        } else {
            length = length > longest / 2 ? longest : 2 * length;
        }
        length = Math.max(first, Math.min(length, longest)); // they may have changed meanwhile
        seen = true;
        end = now + length;
        return end;
    }
}
