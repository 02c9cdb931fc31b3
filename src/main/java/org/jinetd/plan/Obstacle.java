package org.jinetd.plan;

import org.jinetd.plan.ServiceKind.Answer;
import org.jinetd.plan.ServiceKind.Carrier;

/** Why a setting can mean nothing for a kind of service. */
enum Obstacle {
    DATAGRAM_ANSWERED(
            "jinetd answers these datagrams one by one, and limits its answers by itself"),
    DATAGRAM_WAITS_NOT("jinetd answers these datagrams at once, and hosts.allow may take its time"),
    LENT("the program of a wait service takes its clients itself, jinetd does not see them"),
    ONE_CHILD("a wait service has one child at a time"),
    NO_ADDRESS("the clients of a UNIX socket have no address"),
    NO_CONNECTION("datagrams have no connection"),
    GREETED_BY_TCPMUX("the first line that a client gets is tcpmux's"),
    SOCKET_OF_TCPMUX("the socket is tcpmux's, so this belongs there"),
    NOT_IP("a UNIX socket does not know it"),
    NOT_TCP("it is for TCP"),
    NO_PROGRAM("jinetd answers by itself and starts no program"),
    PROGRAM("a program decides itself how long it waits; run-time limits the whole of it");

    private final String reason;

    Obstacle(String reason) {
        this.reason = reason;
    }

    /** Returns what to tell the operator. */
    String reason() {
        return reason;
    }

    boolean standsBefore(ServiceKind kind) {
        return switch (this) {
            case DATAGRAM_ANSWERED, DATAGRAM_WAITS_NOT -> kind.answersDatagramsItself();
            case LENT, ONE_CHILD -> kind.isLent();
            case NO_ADDRESS, NOT_IP -> kind.carrier() == Carrier.UNIX;
            case NO_CONNECTION -> kind.hasDatagrams();
            case GREETED_BY_TCPMUX, SOCKET_OF_TCPMUX -> kind.carrier() == Carrier.TCPMUX;
            case NOT_TCP -> kind.carrier() != Carrier.TCP;
            case NO_PROGRAM -> kind.answer() == Answer.BUILT_IN;
            case PROGRAM -> kind.answer() == Answer.PROGRAM;
        };
    }
}
