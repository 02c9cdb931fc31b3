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
     * Returns the protocol that carries it; of a UNIX socket, what would usually carry its type.
     */
    Transport transport();

    /**
     * Returns whether clients connect and are accepted one by one. Otherwise the messages of all
     * come to the one socket: datagrams, and sequenced packets over SCTP (RFC 6458, 3.1).
     */
    default boolean hasConnections() {
        return switch (type()) {
            case STREAM -> true;
            case DATAGRAM -> false;
            case SEQUENCED -> !(this instanceof Inet);
        };
    }

    /**
     * Returns whether both cannot be had at a time: the same port, and one address covers the
     * other; the same path or name; the same version of an RPC program.
     */
    boolean conflictsWith(Endpoint other);

    /** Returns whether all clients of another endpoint come to this one. */
    default boolean covers(Endpoint other) {
        return equals(other);
    }

    /** Returns what the function for this kind of endpoint makes of it. */
    <R> R match(
            Function<Inet, R> inet,
            Function<Unix, R> unix,
            Function<Abstract, R> abstractName,
            Function<Rpc, R> rpc);

    /**
     * A port of TCP, UDP or SCTP.
     *
     * @param address the address to bind; a wildcard for all
     * @param port 1 to 65535; 0 lets the kernel choose
     * @param mapped whether an IPv6 socket also serves IPv4 as mapped addresses (IPV6_V6ONLY off)
     */
    record Inet(Transport transport, SocketType type, Ip address, int port, boolean mapped)
            implements Endpoint {

        public Inet {
            requireNonNull(transport, "transport");
            requireNonNull(type, "type");
            requireNonNull(address, "address");
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("no port: " + port);
            }
            if (mapped && address.family() == Ip.Family.V4) {
                throw new IllegalArgumentException("only an IPv6 socket can be mapped");
            }
            if (!transport.carries(type)) {
                throw new IllegalArgumentException(transport + " carries no " + type);
            }
        }

        /** Makes an endpoint of what usually carries the type: TCP streams, UDP datagrams. */
        public Inet(SocketType type, Ip address, int port, boolean mapped) {
            this(Transport.usual(type), type, address, port, mapped);
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Inet that
                    && transport == that.transport
                    && port == that.port
                    && sharesVersionWith(that)
                    && (address.isAny() || that.address.isAny() || address.equals(that.address));
        }

        @Override
        public boolean covers(Endpoint other) {
            return other instanceof Inet that
                    && transport == that.transport
                    && type == that.type
                    && port == that.port
                    && covers(that.address.family())
                    && (mapped || !that.mapped)
                    && (address.isAny() || address.equals(that.address));
        }

        private boolean sharesVersionWith(Inet that) {
            return covers(that.address.family()) || that.covers(address.family());
        }

        private boolean covers(Ip.Family family) {
            return address.family() == family || (mapped && address.isAny());
        }

        @Override
        public <R> R match(
                Function<Inet, R> inet,
                Function<Unix, R> unix,
                Function<Abstract, R> abstractName,
                Function<Rpc, R> rpc) {
            return inet.apply(this);
        }

        /** Returns the address as it stands before a port: {@code *} for IPv4 wildcards. */
        private String host() {
            return address.family() == Ip.Family.V6
                    ? "[" + address + "]"
                    : address.isAny() ? "*" : address.toString();
        }

        /** Returns {@code 127.0.0.1:80/tcp} or {@code [::1]:80/tcp}. */
        @Override
        public String toString() {
            return host() + ":" + port + "/" + transport.word();
        }
    }

    /**
     * A UNIX socket in the file system (unix(7)).
     *
     * @param path absolute, at most 107 bytes
     * @param ownership what its file gets before anybody can connect
     */
    record Unix(SocketType type, String path, Ownership ownership) implements Endpoint {

        public Unix {
            requireNonNull(type, "type");
            requireNonNull(path, "path");
            requireNonNull(ownership, "ownership");
        }

        /** Makes an endpoint that everybody may connect to. */
        public Unix(SocketType type, String path) {
            this(type, path, Ownership.EVERYBODY);
        }

        @Override
        public Transport transport() {
            return Transport.usual(type);
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Unix that && path.equals(that.path);
        }

        @Override
        public <R> R match(
                Function<Inet, R> inet,
                Function<Unix, R> unix,
                Function<Abstract, R> abstractName,
                Function<Rpc, R> rpc) {
            return unix.apply(this);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * A UNIX socket in the abstract namespace of Linux (unix(7)): no file, no owner, no mode.
     *
     * @param name without the {@code @} that stands before it; at most 107 bytes
     */
    record Abstract(SocketType type, String name) implements Endpoint {

        public Abstract {
            requireNonNull(type, "type");
            requireNonNull(name, "name");
        }

        @Override
        public Transport transport() {
            return Transport.usual(type);
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Abstract that && name.equals(that.name);
        }

        @Override
        public <R> R match(
                Function<Inet, R> inet,
                Function<Unix, R> unix,
                Function<Abstract, R> abstractName,
                Function<Rpc, R> rpc) {
            return abstractName.apply(this);
        }

        /** Returns the name with {@code @} before it. */
        @Override
        public String toString() {
            return "@" + name;
        }
    }

    /**
     * A port that the kernel chooses and rpcbind(8) tells to clients. rpcbind knows one port for
     * each version of a program, transport and version of IP, whatever the address.
     *
     * @param socket what to open, with port 0
     * @param program what to register it as
     */
    record Rpc(Inet socket, RpcProgram program) implements Endpoint {

        public Rpc {
            requireNonNull(program, "program");
            if (socket.port() != 0) {
                throw new IllegalArgumentException("the kernel chooses the port");
            }
        }

        @Override
        public SocketType type() {
            return socket.type();
        }

        @Override
        public Transport transport() {
            return socket.transport();
        }

        @Override
        public boolean conflictsWith(Endpoint other) {
            return other instanceof Rpc that
                    && socket.transport() == that.socket.transport()
                    && socket.sharesVersionWith(that.socket)
                    && program.overlaps(that.program);
        }

        @Override
        public <R> R match(
                Function<Inet, R> inet,
                Function<Unix, R> unix,
                Function<Abstract, R> abstractName,
                Function<Rpc, R> rpc) {
            return rpc.apply(this);
        }

        /** Returns {@code 127.0.0.1:100001/2-4/rpc/udp}. */
        @Override
        public String toString() {
            return socket.host() + ":" + program + "/rpc/" + socket.transport().word();
        }
    }
}
