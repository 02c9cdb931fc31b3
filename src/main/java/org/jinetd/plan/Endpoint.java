package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Where a service is offered: all that a reload compares to know whether a socket can stay. Two
 * equal endpoints are one and the same listener.
 */
public sealed interface Endpoint {

    SocketType type();

    /**
     * Returns whether the kernel refuses to have both at a time: the same port, and one address
     * covers the other.
     */
    boolean conflictsWith(Endpoint other);

    /** Returns what the function for this kind of endpoint makes of it. */
    <R> R match(Function<Inet, R> inet, Function<Unix, R> unix);

    /**
     * A TCP or UDP port.
     *
     * @param address the address to bind; a wildcard for all
     * @param port 1 to 65535
     * @param mapped whether an IPv6 socket also serves IPv4 as mapped addresses (IPV6_V6ONLY off)
     */
    record Inet(SocketType type, Ip address, int port, boolean mapped) implements Endpoint {

        public Inet {
            requireNonNull(type, "type");
            requireNonNull(address, "address");
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("no port: " + port);
            }
            if (mapped && address.family() == Ip.Family.V4) {
                throw new IllegalArgumentException("only an IPv6 socket can be mapped");
            }
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Inet that
                    && type == that.type
                    && port == that.port
                    && (sharesFamilyWith(that) || that.sharesFamilyWith(this))
                    && (address.isAny() || that.address.isAny() || address.equals(that.address));
        }

        private boolean sharesFamilyWith(Inet that) {
            return address.family() == that.address.family() || (mapped && address.isAny());
        }

        @Override
        public <R> R match(Function<Inet, R> inet, Function<Unix, R> unix) {
            return inet.apply(this);
        }

        /** Returns {@code 127.0.0.1:80} or {@code [::1]:80}; {@code *:80} for IPv4 wildcards. */
        @Override
        public String toString() {
            String host =
                    address.family() == Ip.Family.V6
                            ? "[" + address + "]"
                            : address.isAny() ? "*" : address.toString();
            return host + ":" + port + (type == SocketType.DATAGRAM ? "/udp" : "/tcp");
        }
    }

    /**
     * A UNIX socket in the file system (unix(7)).
     *
     * @param path absolute, at most 107 bytes
     */
    record Unix(SocketType type, String path) implements Endpoint {

        public Unix {
            requireNonNull(type, "type");
            requireNonNull(path, "path");
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Unix that && path.equals(that.path);
        }

        @Override
        public <R> R match(Function<Inet, R> inet, Function<Unix, R> unix) {
            return unix.apply(this);
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
