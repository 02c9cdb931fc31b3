package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

/** The two ends of a connection, or of a datagram, as the kernel tells them. */
public sealed interface Peer {

    /**
     * Over TCP or UDP.
     *
     * @param remote the client's address, mapped ones as they come
     * @param local the address that the client asked for
     */
    record Inet(Ip remote, int remotePort, Ip local, int localPort) implements Peer {
        public Inet {
            requireNonNull(remote, "remote");
            requireNonNull(local, "local");
        }

        /** Returns {@code 127.0.0.1:4711} or {@code [::1]:4711}; mapped addresses as IPv4. */
        @Override
        public String toString() {
            Ip shown = remote.unmapped();
            return (shown.family() == Ip.Family.V6 ? "[" + shown + "]" : shown.toString())
                    + ":"
                    + remotePort;
        }
    }

    /**
     * Over a UNIX socket; its clients have no address.
     *
     * @param path the listener's path
     */
    record Unix(String path) implements Peer {
        public Unix {
            requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * A client of whom only this is told; never what a client comes as.
     *
     * @param text what stands for its address in the log
     */
    record Veiled(String text) implements Peer {
        public Veiled {
            requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
