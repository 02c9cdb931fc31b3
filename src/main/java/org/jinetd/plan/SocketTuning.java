package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options of a listening socket beyond its address. What is accepted inherits them.
 *
 * @param backlog connections that may wait (listen(2)); empty leaves it to the command line
 * @param bindDevice the network interface that clients must come over (SO_BINDTODEVICE)
 * @param flags what is switched on
 * @param deferAccept for how many seconds the kernel keeps a connection on which nothing has come
 *     (TCP_DEFER_ACCEPT); empty for none
 * @param tos IP_TOS and IPV6_TCLASS, 0 to 255
 * @param mark SO_MARK, 0 to 2³²−1
 */
public record SocketTuning(
        OptionalInt backlog,
        Optional<String> bindDevice,
        Set<Flag> flags,
        OptionalInt deferAccept,
        OptionalInt tos,
        OptionalLong mark) {

    /** As the kernel has it. */
    public static final SocketTuning USUAL =
            new SocketTuning(
                    OptionalInt.empty(),
                    Optional.empty(),
                    Set.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty());

    /** An option that is on or off. */
    public enum Flag {
        /** An address may be bound that the host does not have (IP_FREEBIND). */
        FREEBIND,
        /** The kernel asks a silent client whether it is there (SO_KEEPALIVE). */
        KEEPALIVE,
        /** Small pieces are sent at once (TCP_NODELAY). */
        NODELAY,
        /** Another process may have the port at the same time (SO_REUSEPORT). */
        REUSE_PORT
    }

    /** Returns the same with an option off. */
    public SocketTuning without(Flag flag) {
        Set<Flag> rest =
                flags.stream().filter(each -> each != flag).collect(Collectors.toUnmodifiableSet());
        return new SocketTuning(backlog, bindDevice, rest, deferAccept, tos, mark);
    }

    public SocketTuning {
        requireNonNull(backlog, "backlog");
        requireNonNull(bindDevice, "bindDevice");
        flags = Set.copyOf(flags);
        requireNonNull(deferAccept, "deferAccept");
        requireNonNull(tos, "tos");
        requireNonNull(mark, "mark");
    }
}
