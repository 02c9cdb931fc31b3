package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Served;

/**
 * A client that asks for a service.
 *
 * @param daemon what the service is called in the rules: the last part of argv[0], or the name of a
 *     built-in service
 * @param client its address, unmapped; empty when it has none
 * @param clientPort its port; empty when it has none
 * @param server the address it asked, unmapped; empty when that is not known
 * @param serverPort the port it asked; empty when that is not known
 * @param pid what {@code %p} stands for
 */
public record HostsRequest(
        String daemon,
        Optional<Ip> client,
        OptionalInt clientPort,
        Optional<Ip> server,
        OptionalInt serverPort,
        long pid) {

    static final String UNKNOWN = "unknown";

    public HostsRequest {
        requireNonNull(daemon, "daemon");
        requireNonNull(client, "client");
        requireNonNull(clientPort, "clientPort");
        requireNonNull(server, "server");
        requireNonNull(serverPort, "serverPort");
    }

    /** Returns what a client asks for who is at the other end. */
    public static HostsRequest of(String daemon, Peer peer, long pid) {
        return peer instanceof Peer.Inet inet
                ? new HostsRequest(
                        daemon,
                        Optional.of(inet.remote().unmapped()),
                        OptionalInt.of(inet.remotePort()),
                        Optional.of(inet.local().unmapped()),
                        OptionalInt.of(inet.localPort()),
                        pid)
                : new HostsRequest(
                        daemon,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        pid);
    }

    /** Returns what the rules call a service. */
    public static String daemonOf(Served service) {
        return service.action()
                .match(
                        internal -> internal.builtIn().word(),
                        execute -> lastPart(execute.arguments().get(0)));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String clientAddress() {
        return client.map(Ip::toString).orElse(UNKNOWN);
    }

    String serverAddress() {
        return server.map(Ip::toString).orElse(UNKNOWN);
    }
}
