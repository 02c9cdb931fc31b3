package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;
import org.jinetd.plan.Peer;

/**
 * hosts.allow and hosts.deny (hosts_access(5)). May read files and wait for the network: it is
 * asked on a thread where that delays nobody else.
 */
@FunctionalInterface
public interface HostsAccess {

    /** What they say. */
    sealed interface Verdict {
        /** The client may come in. */
        record Granted() implements Verdict {}

        /** It may not. */
        record Denied(Reason reason) implements Verdict {
            public Denied {
                requireNonNull(reason, "reason");
            }
        }
    }

    /** There are no such files. */
    HostsAccess ABSENT = (daemon, peer, name) -> new Verdict.Granted();

    /** The files cannot be asked: nobody comes in through services that want them asked. */
    HostsAccess UNAVAILABLE =
            (daemon, peer, name) ->
                    new Verdict.Denied(
                            Reason.of(
                                    Reason.Kind.HOSTS,
                                    "hosts.allow and hosts.deny cannot be asked"));

    /**
     * Judges a client.
     *
     * @param daemon the name of the program, by which the files call a service
     * @param name looks up the client's confirmed name, which takes its time
     */
    Verdict judge(String daemon, Peer.Inet peer, Supplier<Optional<String>> name);
}
