package org.jinetd.event;

import java.util.stream.Stream;
import org.jinetd.event.Event.Level;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.params.provider.Arguments;

/** The events of a daemon that comes and goes, with their levels and words. */
final class EventsOfRestarts {

    private static final Endpoint ENDPOINT =
            new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 79, false);

    private EventsOfRestarts() {}

    static Stream<Arguments> told() {
        return Stream.of(
                Arguments.of(
                        new Event.Stopping("SIGTERM", 2),
                        Level.INFO,
                        "stopping: SIGTERM, children left alone: 2"),
                Arguments.of(
                        new Event.TakenOver(12, 1),
                        Level.INFO,
                        "sockets taken over: store=12 units=1"),
                Arguments.of(
                        new Event.SocketDropped("jinetd/*%3a79/tcp (0.0.0.0:79)"),
                        Level.INFO,
                        "closed, since no service wants it any more:"
                                + " jinetd/*%3a79/tcp (0.0.0.0:79)"),
                Arguments.of(
                        new Event.SocketUnclaimed("web.socket ([::]:80)"),
                        Level.WARNING,
                        "no service wants this socket of a unit: web.socket ([::]:80)"),
                Arguments.of(
                        new Event.StillLent("telnet/tcp", ENDPOINT, 99),
                        Level.INFO,
                        "telnet/tcp: *:79/tcp is still with pid=99 of an earlier jinetd"),
                Arguments.of(
                        new Event.GivenBack("telnet/tcp", ENDPOINT, 99),
                        Level.INFO,
                        "telnet/tcp: pid=99 has given *:79/tcp back"),
                Arguments.of(
                        new Event.Draining("SIGTERM", 3, 1, 30),
                        Level.INFO,
                        "stopping: SIGTERM, waiting up to 30 s for children=3 conversations=1"),
                Arguments.of(
                        new Event.Hurried("SIGTERM", 2),
                        Level.WARNING,
                        "SIGTERM to children that are still at work: 2"));
    }
}
