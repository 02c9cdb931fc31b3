package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jinetd.child.Adjustment;
import org.jinetd.config.Position;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsOption;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.hosts.HostsVerdict.Granted;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/** hosts.allow and hosts.deny (hosts_access(5)). */
@FunctionalInterface
public interface HostsAccess {

    /** There are no such files. */
    HostsAccess ABSENT = (daemon, peer, type, name) -> Treatment.NONE;

    /** The files cannot be asked: nobody comes in through services that want them asked. */
    HostsAccess UNAVAILABLE =
            (daemon, peer, type, name) ->
                    Treatment.saying(
                            new HostsVerdict.Refused(
                                    new Position("hosts.allow", 1, 1),
                                    "it cannot be asked",
                                    List.of()));

    /**
     * What is to become of a client.
     *
     * @param verdict never {@link HostsVerdict.Needs}
     * @param effects those that are left to whoever serves or closes the connection: severity,
     *     keepalive, linger, nice, setenv, umask, user, group, in this order
     * @param adjustment what those come to that are about a program
     * @param banner what the client is sent first, whatever the verdict, bytes as characters up to
     *     255; mostly empty
     * @param notStarted commands of {@code spawn} for which there was no room or no process
     */
    record Treatment(
            HostsVerdict verdict,
            List<HostsOption> effects,
            Adjustment adjustment,
            String banner,
            List<String> notStarted) {

        /** The client is served, and nothing else is to be done. */
        public static final Treatment NONE = saying(new Granted(Optional.empty(), List.of()));

        public Treatment {
            requireNonNull(verdict, "verdict");
            requireNonNull(adjustment, "adjustment");
            requireNonNull(banner, "banner");
            effects = List.copyOf(effects);
            notStarted = List.copyOf(notStarted);
        }

        /** Makes a treatment that is nothing but a verdict. */
        public static Treatment saying(HostsVerdict verdict) {
            return new Treatment(verdict, List.of(), Adjustment.NONE, "", List.of());
        }
    }

    /**
     * Judges a client, and starts what the rules want started. Reads files and waits for the
     * network, so it must not be called on the loop; any thread, and several at a time.
     *
     * @param daemon the last part of the program's argv[0]; of a built-in service, its name
     * @param type of the service; only clients of streams are asked for their user
     * @param clientName looks up the name of the client, which takes its time
     */
    Treatment judge(String daemon, Peer peer, SocketType type, Supplier<HostName> clientName);
}
