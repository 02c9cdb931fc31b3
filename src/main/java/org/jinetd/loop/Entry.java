package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import org.jinetd.admit.Source;
import org.jinetd.os.HostsAccess.Treatment;

/**
 * That a client may come in.
 *
 * @param source the proof for the gate, which is to be told of the end with it
 * @param treatment what hosts.allow wants done with the client; mostly nothing
 */
record Entry(Source source, Treatment treatment) {

    Entry {
        requireNonNull(source, "source");
        requireNonNull(treatment, "treatment");
    }

    /** Makes an entry with which nothing else is to be done. */
    Entry(Source source) {
        this(source, Treatment.NONE);
    }
}
