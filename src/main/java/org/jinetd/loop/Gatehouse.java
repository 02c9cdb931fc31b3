package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jinetd.event.Veil;
import org.jinetd.os.HostNames;
import org.jinetd.os.HostsAccess;
import org.jinetd.os.LoadAverage;

/**
 * What the system knows of clients and the moment they come.
 *
 * @param names asked on {@code lookUps} only
 * @param hosts asked there, too
 * @param lookUps other threads than the loop's, as they wait for the network; throws {@link
 *     RejectedExecutionException} when all of them are busy
 * @param load of this machine
 * @param zone where access times hold
 * @param veil what clients are called in the log
 * @param salt what nobody outside can guess
 */
public record Gatehouse(
        HostNames names,
        HostsAccess hosts,
        Executor lookUps,
        LoadAverage load,
        ZoneId zone,
        Veil veil,
        long salt) {

    /** Nothing is known: nobody has a name, the machine has nothing to do, it is UTC. */
    public static final Gatehouse UNKNOWING =
            new Gatehouse(
                    HostNames.NONE,
                    HostsAccess.UNAVAILABLE,
                    work -> {
                        throw new RejectedExecutionException("nobody looks up names");
                    },
                    LoadAverage.UNKNOWN,
                    ZoneOffset.UTC,
                    new Veil(new byte[0]),
                    0);

    public Gatehouse {
        requireNonNull(names, "names");
        requireNonNull(hosts, "hosts");
        requireNonNull(lookUps, "lookUps");
        requireNonNull(load, "load");
        requireNonNull(zone, "zone");
        requireNonNull(veil, "veil");
    }
}
