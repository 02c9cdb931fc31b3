package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jinetd.plan.Ip;

/**
 * What the gates of one thread share: the number of all who are in, and who is shut out of all
 * services. Belongs to that thread.
 */
public final class Commons {

    private final Bans bans = new Bans();
    private final long salt;
    private AccessTrees lists = AccessTrees.NONE;
    private int most;
    private int running;

    /**
     * @param salt what nobody outside can guess, so that nobody can choose addresses that are
     *     costly to tell apart
     */
    public Commons(long salt) {
        this.salt = salt;
    }

    /** Sets how many may be in at a time, over all services; 0 is no limit. */
    public void limit(int instances) {
        if (instances < 0) {
            throw new IllegalArgumentException("a limit below zero");
        }
        most = instances;
    }

    /** Returns whether as many are in as may. */
    public boolean isFull() {
        return most > 0 && running >= most;
    }

    /** Returns how many more may come in; a lot without a limit. */
    public int room() {
        return most == 0 ? Integer.MAX_VALUE : Math.max(0, most - running);
    }

    /** Returns how many may be in at a time; 0 is no limit. */
    public int most() {
        return most;
    }

    public int running() {
        return running;
    }

    /** Shuts a source out of all services. */
    public void shutOut(Ban ban, long now) {
        bans.add(ban, now);
    }

    /** Sets what gates take their lists from, as soon as they are retuned. */
    public void lists(AccessTrees ready) {
        lists = requireNonNull(ready, "ready");
    }

    AccessTrees lists() {
        return lists;
    }

    long salt() {
        return salt;
    }

    Optional<Ban> ban(Ip client, long now) {
        return bans.of(client, now);
    }

    void begun() {
        running++;
    }

    void ended() {
        running--;
    }

    Reason full() {
        return Reason.of(Reason.Kind.DAEMON_INSTANCES, most + " at a time in all services");
    }
}
