package org.jinetd.admit;

import java.util.Arrays;
import java.util.Optional;
import org.jinetd.plan.Admission.SourcePrefix;
import org.jinetd.plan.Ip;

/**
 * The sources that a gate remembers: those with something running, however many, and at most {@link
 * #MOST_IDLE} others, the least recent out. Belongs to one thread.
 *
 * <p>A hash table whose entries are the sources themselves: to let somebody in and out again makes
 * no garbage but the source. A source takes 60 bytes with its place in the table, as measured, and
 * 50 more for each rate that is counted for it.
 */
final class SourceTable {

    static final int MOST_IDLE = 10_000;

    private static final int FIRST_SLOTS = 16;

    private static final long V4 = 0xffff_0000_0000L;
    private static final long ODD_1 = 0x9e37_79b9_7f4a_7c15L;
    private static final long ODD_2 = 0xc2b2_ae3d_27d4_eb4fL;

    /** The end of every chain, and of the list of idle ones: the earliest is behind it. */
    private final Source end = new Source(0, 0);

    private final long salt;
    private SourcePrefix size;
    private Source[] slots = new Source[0];
    private int remembered;
    private int idle;

    /**
     * @param salt decides who shares a slot, so that nobody outside can arrange that
     */
    SourceTable(SourcePrefix size, long salt) {
        this.size = size;
        this.salt = salt;
    }

    /**
     * Goes on with other sizes. What is remembered by the old ones is let go: who is in stays in,
     * and is counted for the service, but no more for its source.
     */
    void resize(SourcePrefix next) {
        if (!next.equals(size)) {
            size = next;
            clear();
        }
    }

    SourcePrefix sourceSize() {
        return size;
    }

    /** Returns the source of an unmapped address: the one remembered, or a new one. */
    Source of(Ip client) {
        boolean v4 = client.family() == Ip.Family.V4;
        long high = client.high() & (v4 ? 0 : mask(size.v6()));
        long low =
                v4
                        ? V4 | (client.low() & (mask(size.v4()) >>> Integer.SIZE))
                        : client.low() & mask(size.v6() - Long.SIZE);
        return find(high, low).orElseGet(() -> new Source(high, low));
    }

    private Optional<Source> find(long high, long low) {
        if (remembered == 0) {
            return Optional.empty();
        }
        Source source = slots[slot(high, low)];
        while (source != end) {
            if (source.is(high, low)) {
                return Optional.of(source);
            }
            source = source.nextInSlot;
        }
        return Optional.empty();
    }

    /** Takes note that one more of a source runs. */
    void begun(Source source) {
        if (source.running++ == 0) {
            if (source.remembered) {
                leaveIdle(source);
            } else {
                add(source);
            }
        }
    }

    /**
     * Takes note that one less of a source runs.
     *
     * @return whether the last one has ended of a source that is remembered still
     */
    boolean ended(Source source) {
        if (source.running == 0) {
            throw new IllegalStateException("more ends than starts");
        }
        source.running--;
        return source.running == 0 && source.remembered;
    }

    /** Takes note that a source came again; it is the most recent one if nothing of it runs. */
    void came(Source source) {
        if (source.later != source) {
            keepIdle(source);
        }
    }

    /** Keeps a source that has nothing running as the most recent of those. */
    void keepIdle(Source source) {
        if (!source.remembered) {
            add(source);
        } else if (source.later != source) {
            leaveIdle(source);
        }
        source.earlier = end.earlier;
        source.later = end;
        end.earlier.later = source;
        end.earlier = source;
        idle++;
        if (idle > MOST_IDLE) {
            Source first = end.later;
            leaveIdle(first);
            forget(first);
        }
    }

    /** Lets go of a source that has nothing running. */
    void forget(Source source) {
        if (!source.remembered) {
            return;
        }
        if (source.later != source) {
            leaveIdle(source);
        }
        int slot = slot(source.high, source.low);
        if (slots[slot] == source) {
            slots[slot] = source.nextInSlot;
        } else {
            Source before = slots[slot];
            while (before.nextInSlot != source) {
                before = before.nextInSlot;
            }
            before.nextInSlot = source.nextInSlot;
        }
        source.nextInSlot = source;
        source.remembered = false;
        remembered--;
    }

    /** Lets go of all that have nothing running. */
    void forgetIdle() {
        while (end.later != end) {
            forget(end.later);
        }
    }

    int size() {
        return remembered;
    }

    private void clear() {
        for (Source first : slots) {
            Source source = first;
            while (source != end) {
                Source next = source.nextInSlot;
                source.nextInSlot = source;
                source.earlier = source;
                source.later = source;
                source.remembered = false;
                source = next;
            }
        }
        end.earlier = end;
        end.later = end;
        slots = new Source[0];
        remembered = 0;
        idle = 0;
    }

    private void leaveIdle(Source source) {
        source.earlier.later = source.later;
        source.later.earlier = source.earlier;
        source.earlier = source;
        source.later = source;
        idle--;
    }

    private void add(Source source) {
        if (remembered >= slots.length) {
            grow();
        }
        int slot = slot(source.high, source.low);
        source.nextInSlot = slots[slot];
        slots[slot] = source;
        source.remembered = true;
        remembered++;
    }

    private void grow() {
        Source[] before = slots;
        slots = new Source[Math.max(FIRST_SLOTS, 2 * before.length)];
        Arrays.fill(slots, end);
        for (Source first : before) {
            Source source = first;
            while (source != end) {
                Source next = source.nextInSlot;
                int slot = slot(source.high, source.low);
                source.nextInSlot = slots[slot];
                slots[slot] = source;
                source = next;
            }
        }
    }

    private int slot(long high, long low) {
        long mixed = (high ^ salt) * ODD_1;
        mixed = ((mixed ^ (mixed >>> 32)) + low) * (salt | 1);
        mixed = (mixed ^ (mixed >>> 29)) * ODD_2;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    /** Returns a word of which so many bits at the upper end are set; all of them, or none. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : -1L << Math.max(0, Long.SIZE - bits);
    }
}
