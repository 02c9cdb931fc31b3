package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

/**
 * What decides which settings mean something for a service.
 *
 * @param carrier what its clients come over
 * @param taking how it gets them
 * @param answer who answers them
 */
record ServiceKind(Carrier carrier, Taking taking, Answer answer) {

    /** What clients come over. */
    enum Carrier {
        TCP,
        SCTP,
        UDP,
        UNIX,
        /** A connection of the service tcpmux, which has the socket. */
        TCPMUX
    }

    /** How a service gets its clients. */
    enum Taking {
        /** The daemon accepts each. */
        CONNECTIONS,
        /** The daemon reads each first datagram. */
        DATAGRAMS,
        /** A child is lent the socket of connections. */
        LENT_CONNECTIONS,
        /** A child is lent the socket of datagrams. */
        LENT_DATAGRAMS
    }

    /** Who answers. */
    enum Answer {
        PROGRAM,
        BUILT_IN
    }

    static final ServiceKind MUXED =
            new ServiceKind(Carrier.TCPMUX, Taking.CONNECTIONS, Answer.PROGRAM);

    ServiceKind {
        requireNonNull(carrier, "carrier");
        requireNonNull(taking, "taking");
        requireNonNull(answer, "answer");
    }

    static ServiceKind of(Service service) {
        boolean datagrams = service.type() == SocketType.DATAGRAM;
        Answer answer = service.action().match(i -> Answer.BUILT_IN, p -> Answer.PROGRAM);
        boolean lent = service.mode() == Mode.WAIT && answer == Answer.PROGRAM;
        Taking taking =
                datagrams
                        ? lent ? Taking.LENT_DATAGRAMS : Taking.DATAGRAMS
                        : lent ? Taking.LENT_CONNECTIONS : Taking.CONNECTIONS;
        return new ServiceKind(carrier(service.endpoints().get(0)), taking, answer);
    }

    private static Carrier carrier(Endpoint endpoint) {
        return endpoint.match(
                ServiceKind::carrier,
                path -> Carrier.UNIX,
                name -> Carrier.UNIX,
                rpc -> carrier(rpc.socket()));
    }

    private static Carrier carrier(Endpoint.Inet inet) {
        return switch (inet.transport()) {
            case TCP -> Carrier.TCP;
            case UDP -> Carrier.UDP;
            case SCTP -> Carrier.SCTP;
        };
    }

    boolean isLent() {
        return taking == Taking.LENT_CONNECTIONS || taking == Taking.LENT_DATAGRAMS;
    }

    boolean hasDatagrams() {
        return taking == Taking.DATAGRAMS || taking == Taking.LENT_DATAGRAMS;
    }

    boolean answersDatagramsItself() {
        return taking == Taking.DATAGRAMS && answer == Answer.BUILT_IN;
    }
}
