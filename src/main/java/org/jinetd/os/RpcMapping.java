package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import org.jinetd.plan.Ip;

/**
 * Where a version of an RPC program is offered (RFC 1833, 2.1).
 *
 * @param program its number, 1 to 2³²−1
 * @param version its number
 * @param address the local address; a wildcard for all of the network
 * @param port what the kernel chose
 */
public record RpcMapping(long program, int version, Network network, Ip address, int port) {

    private static final int PORT_LOW_BITS = 8;

    /** The transports of rpcbind(8) that have ports, by their names in netconfig(5). */
    public enum Network {
        TCP("tcp"),
        UDP("udp"),
        TCP6("tcp6"),
        UDP6("udp6");

        private final String id;

        Network(String id) {
            this.id = id;
        }

        /** Returns the network identifier. */
        public String id() {
            return id;
        }
    }

    public RpcMapping {
        requireNonNull(network, "network");
        requireNonNull(address, "address");
    }

    /** Returns the universal address: the address, then the two bytes of the port (RFC 5665, 5). */
    public String universalAddress() {
        return address + "." + (port >> PORT_LOW_BITS) + "." + (port & 0xff);
    }

    /** Returns {@code 100001/2 udp6 ::.18.103}. */
    @Override
    public String toString() {
        return program + "/" + version + " " + network.id() + " " + universalAddress();
    }
}
