package org.jinetd.admit;

/** What a decision depends on besides the client and the counts. Each is asked for only if used. */
public interface Circumstances {

    /** Minutes of a week. */
    int MINUTES = 7 * 24 * 60;

    /** Returns the local time, in minutes since Monday, 00:00. */
    int minuteOfWeek();

    /** Returns the load of the last minute (proc_loadavg(5)); 0 where it is not known. */
    double load();

    /** Returns fixed circumstances. */
    static Circumstances of(int minuteOfWeek, double load) {
        return new Circumstances() {
            @Override
            public int minuteOfWeek() {
                return minuteOfWeek;
            }

            @Override
            public double load() {
                return load;
            }
        };
    }
}
