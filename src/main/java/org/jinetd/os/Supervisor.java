package org.jinetd.os;

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
                public void stopping() {}
            };

    /**
     * Says that the daemon serves, at the start and after each reload.
     *
     * @param status the state in a line, for people
     */
    void ready(String status);

    /** Says that a reload has begun; {@link #ready} ends it, whatever came of it. */
    void reloading();

    void stopping();
}
