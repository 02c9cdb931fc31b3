package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.hosts.HostsOption;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/** hosts.allow and hosts.deny (hosts_access(5)). */
public interface HostsAccess {

    /**
     * What is to become of a client.
     *
     * @param verdict never {@link HostsVerdict.Needs}
     * @param effects those that are left to whoever serves or closes the connection: severity,
     *     keepalive, linger, nice, setenv, umask, user, group, in this order
     * @param banner what the client is sent first, whatever the verdict; mostly empty
     * @param notStarted commands of {@code spawn} for which there was no room or no process
     */
    record Treatment(
            HostsVerdict verdict,
            List<HostsOption> effects,
            String banner,
            List<String> notStarted) {
        public Treatment {
            requireNonNull(verdict, "verdict");
            requireNonNull(banner, "banner");
            effects = List.copyOf(effects);
            notStarted = List.copyOf(notStarted);
        }
    }

    /**
     * Judges a client, and starts what the rules want started. Reads files and waits for the
     * network, so it must not be called on the loop; any thread, and several at a time.
     *
     * @param daemon the last part of the program's argv[0]; of a built-in service, its name
     * @param type of the service; only clients of streams are asked for their user
     */
    Treatment judge(String daemon, Peer peer, SocketType type);
}
