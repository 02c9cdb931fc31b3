package org.jinetd.os;

import java.time.Duration;
import java.util.Optional;

/** Whoever watches over the daemon, as systemd does (sd_notify(3)). */
public interface Supervisor {

    /** Nobody. */
    Supervisor NONE =
            new Supervisor() {
                @Override
                public void ready(String status) {}

                @Override
                public void reloading() {}

                @Override
                public void stopping(String status) {}

                @Override
                public void status(String status) {}

                @Override
                public Optional<Duration> patience() {
                    return Optional.empty();
                }

                @Override
                public void alive() {}

                @Override
                public void extend(Duration time) {}

                @Override
                public boolean catchUp() {
                    return true;
                }
            };

    /**
     * Says that the daemon serves, at the start and after each reload.
     *
     * @param status the state in a line, for people
     */
    void ready(String status);

    /** Says that a reload has begun; {@link #ready} ends it, whatever came of it. */
    void reloading();

    /**
     * Says that the daemon ends.
     *
     * @param status what it still does, in a line
     */
    void stopping(String status);

    /** Says the state in a line, for people. */
    void status(String status);

    /**
     * Returns after how long a silence it takes the daemon for dead and kills it; empty when it
     * never does.
     */
    Optional<Duration> patience();

    /** Says that the daemon is alive. */
    void alive();

    /** Asks for so much time, from now, for what is under way: a start or a stop. */
    void extend(Duration time);

    /**
     * Says what it had no room to hear before.
     *
     * @return whether nothing is left unsaid; else this is to be called again a little later
     */
    boolean catchUp();
}
