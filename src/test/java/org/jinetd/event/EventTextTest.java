package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jinetd.admit.Reason;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.event.Event.Level;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventTextTest {

    private static final int LONGEST = 2010;
    private static final Peer PEER = new Peer.Inet(Ip.v4(0xc000_0207), 4711, Ip.v4(1), 79);
    private static final Endpoint ENDPOINT =
            new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 79, false);
    private static final Position PLACE = new Position("inetd.conf", 3, 7);
    private static final Reason REASON =
            new Reason(Reason.Kind.NO_ACCESS, "192.0.2.0/24", Optional.of(PLACE));
    private static final Ended ENDED = new Ended(new ExitStatus.Exited(1), 12_345, 678);

    static Stream<Arguments> events() {
        return Stream.of(
                        ofTheConfiguration(),
                        ofListeners(),
                        EventsOfRestarts.told(),
                        ofClients(),
                        ofWhoIsTurnedAway(),
                        ofChildren(),
                        ofTheDaemon())
                .flatMap(some -> some);
    }

    private static Stream<Arguments> ofTheConfiguration() {
        return Stream.of(
                told(
                        new Event.ConfigProblem(Problem.error(PLACE, "a fact", "a remedy")),
                        Level.ERROR,
                        "inetd.conf:3:7: error: a fact — a remedy"),
                told(
                        new Event.ConfigProblem(Problem.warning(PLACE, "a fact", "")),
                        Level.WARNING,
                        "inetd.conf:3:7: warning: a fact"),
                told(
                        new Event.ConfigProblem(Problem.note(PLACE, "a fact", "")),
                        Level.INFO,
                        "inetd.conf:3:7: note: a fact"),
                told(
                        new Event.MoreProblems(7),
                        Level.ERROR,
                        "and 7 more problems; jinetd --check tells them"));
    }

    private static Stream<Arguments> ofListeners() {
        return Stream.of(
                told(
                        new Event.Listening("finger/tcp", ENDPOINT),
                        Level.DEBUG,
                        "finger/tcp: listening on *:79/tcp"),
                told(
                        new Event.BindFailed(
                                "finger/tcp", ENDPOINT, "bind(*:79): EADDRINUSE", 4, Level.WARNING),
                        Level.WARNING,
                        "finger/tcp: bind(*:79): EADDRINUSE; trying again in 4 s"),
                told(
                        new Event.ProtocolMissing(
                                "x/sctp", "socket(sctp): EPROTONOSUPPORT", Level.WARNING),
                        Level.WARNING,
                        "x/sctp: socket(sctp): EPROTONOSUPPORT: the kernel has no SCTP"
                                + " — modprobe sctp; looked for again each minute"),
                told(
                        new Event.BoundAtLast("finger/tcp", ENDPOINT),
                        Level.INFO,
                        "finger/tcp: bound to *:79/tcp at last"),
                told(
                        new Event.SocketReplaced("finger/tcp", ENDPOINT),
                        Level.WARNING,
                        "finger/tcp: the socket of *:79/tcp is ruined, binding another"),
                told(
                        new Event.FamilyMissing("socket: EAFNOSUPPORT"),
                        Level.INFO,
                        "socket: EAFNOSUPPORT: this host has no IPv6, its part is left out"));
    }

    private static Stream<Arguments> ofClients() {
        Optional<Peer> peer = Optional.of(PEER);
        return Stream.of(
                told(
                        new Event.Started("finger/tcp", peer, 99, Level.DEBUG),
                        Level.DEBUG,
                        "finger/tcp: started pid=99 from=192.0.2.7:4711"),
                told(
                        new Event.Started("finger/tcp", Optional.empty(), 99, Level.INFO),
                        Level.INFO,
                        "finger/tcp: started pid=99"),
                told(
                        new Event.StartFailed("finger/tcp", peer, "execve(\"/x\"): ENOENT"),
                        Level.ERROR,
                        "finger/tcp: cannot start from=192.0.2.7:4711: execve(\"/x\"): ENOENT"),
                told(
                        new Event.ChildEnded("finger/tcp", peer, 99, 61_005, ENDED, Level.INFO),
                        Level.INFO,
                        "finger/tcp: ended pid=99 from=192.0.2.7:4711 exit status 1"
                                + " duration=61.005s cpu=0.012s memory=678KiB"),
                told(
                        new Event.ChildEnded(
                                "finger/tcp",
                                Optional.empty(),
                                99,
                                7,
                                new Ended(new ExitStatus.Signalled(9, false), 0, 0),
                                Level.WARNING),
                        Level.WARNING,
                        "finger/tcp: ended pid=99 signal 9 duration=0.007s cpu=0.000s"),
                told(
                        new Event.Paused("finger/tcp", "256 starts per minute", 60),
                        Level.WARNING,
                        "finger/tcp: too fast (256 starts per minute), takes nobody for 60 s"),
                told(
                        new Event.Resumed("finger/tcp", 5),
                        Level.INFO,
                        "finger/tcp: takes clients again, 5 were turned away"),
                told(
                        new Event.Exhausted("finger/tcp", "accept4: EMFILE"),
                        Level.ERROR,
                        "finger/tcp: accept4: EMFILE; waiting for room"),
                told(new Event.Recovered("finger/tcp"), Level.INFO, "finger/tcp: has room again"),
                told(
                        new Event.DatagramDropped("tftp/udp", "192.0.2.7:4711", "not read"),
                        Level.WARNING,
                        "tftp/udp: datagram from 192.0.2.7:4711 dropped: not read"));
    }

    private static Stream<Arguments> ofWhoIsTurnedAway() {
        return Stream.of(
                told(
                        new Event.Refused("finger/tcp", PEER, REASON, 0),
                        Level.INFO,
                        "finger/tcp: refused from=192.0.2.7:4711"
                                + " reason=no-access: 192.0.2.0/24 (inetd.conf:3:7)"),
                told(
                        new Event.Refused(
                                "finger/tcp",
                                new Peer.Veiled("192.0.2.0/24"),
                                Reason.of(Reason.Kind.INSTANCES, "2 at a time"),
                                7),
                        Level.INFO,
                        "finger/tcp: refused from=192.0.2.0/24"
                                + " reason=instances: 2 at a time, and 7 more since the last"),
                told(
                        new Event.RefusedMore("finger/tcp", 9),
                        Level.INFO,
                        "finger/tcp: refused 9 more that are not listed"),
                told(
                        new Event.ShutOut(
                                "finger/tcp", PEER, DenyAfter.Reach.ALL_SERVICES, 600, REASON),
                        Level.WARNING,
                        "finger/tcp: shut out from=192.0.2.7:4711 of all services for 600 s"
                                + " reason=no-access: 192.0.2.0/24 (inetd.conf:3:7)"),
                told(
                        new Event.BannerFailed("finger/tcp", PEER, "send: EPIPE"),
                        Level.INFO,
                        "finger/tcp: banner not taken from=192.0.2.7:4711: send: EPIPE"));
    }

    private static Stream<Arguments> ofChildren() {
        return Stream.of(
                told(
                        new Event.ChildSaid("finger/tcp", 99, "no\nplan"),
                        Level.INFO,
                        "finger/tcp: stderr pid=99: no\\x0aplan"),
                told(
                        new Event.StderrLeftOut("finger/tcp", 12),
                        Level.WARNING,
                        "finger/tcp: stderr: 12 more lines left out"),
                told(
                        new Event.StderrLost("finger/tcp", "socketpair: EMFILE"),
                        Level.ERROR,
                        "finger/tcp: stderr is lost: socketpair: EMFILE"),
                told(
                        new Event.Overtime("finger/tcp", 99, 60, "TERM"),
                        Level.INFO,
                        "finger/tcp: pid=99 ran for more than its run-time of 60 s, SIGTERM sent"));
    }

    private static Stream<Arguments> ofTheDaemon() {
        return Stream.of(
                told(
                        new Event.Ready(3, 5, 1),
                        Level.INFO,
                        "ready: services=3 listeners=5 unbound=1"),
                told(
                        new Event.Reloaded(1, 2, 3, 4, 5),
                        Level.INFO,
                        "reloaded: kept=1 opened=2 closed=3 changed=4 problems=5"),
                told(
                        new Event.ReloadFailed("open(/etc/inetd.conf): ENOENT"),
                        Level.ERROR,
                        "reload failed, the old configuration stays: open(/etc/inetd.conf): ENOENT"),
                told(new Event.Status("running=3"), Level.INFO, "status: running=3"),
                told(
                        new Event.TuningFailed("ftp/tcp", ENDPOINT, "setsockopt(SO_MARK): EPERM"),
                        Level.WARNING,
                        "ftp/tcp: setsockopt(SO_MARK): EPERM; *:79/tcp is served without"),
                told(
                        new Event.RpcFailed("rpcbind SET: ECONNREFUSED", 8, Level.WARNING),
                        Level.WARNING,
                        "rpc: rpcbind SET: ECONNREFUSED; trying again in 8 s"),
                told(
                        new Event.HostsOptionFailed("ftp/tcp", PEER, "spawn x: not started"),
                        Level.WARNING,
                        "ftp/tcp: hosts-access from=192.0.2.7:4711: spawn x: not started"),
                told(new Event.RpcRegistered(4, Level.INFO), Level.INFO, "rpc: registered=4"),
                told(
                        new Event.LogLost(12),
                        Level.WARNING,
                        "log: 12 messages lost, they were not taken in time"));
    }

    private static Arguments told(Event event, Level level, String text) {
        return Arguments.of(event, level, text);
    }

    static List<Class<?>> kinds() {
        return List.of(Event.class.getPermittedSubclasses());
    }

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("events")
    void an_event_has_its_words_and_its_level(Event event, Level level, String text) {
        assertEquals(text, EventText.of(event));
        assertEquals(level, event.level());
    }

    @Test
    void no_kind_of_event_is_missing_above() {
        assertEquals(
                kinds().stream().map(Class::getSimpleName).collect(Collectors.toSet()),
                events().map(each -> each.get()[0].getClass().getSimpleName())
                        .collect(Collectors.toSet()));
    }

    static Event event(Arguments each) {
        return (Event) each.get()[0];
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "000a   | \\x0a",
                "000d   | \\x0d",
                "0009   | \\x09",
                "001b   | \\x1b",
                "0000   | \\x00",
                "007f   | \\x7f",
                "0085   | \\x85",
                "009b   | \\x9b",
                "00ad   | \\xad",
                "200f   | \\u200f",
                "2028   | \\u2028",
                "2029   | \\u2029",
                "202e   | \\u202e",
                "2066   | \\u2066",
                "feff   | \\ufeff",
                "ffff   | \\uffff",
                "d800   | \\ud800",
                "dcff   | \\udcff",
                "e0001  | \\U000e0001",
            })
    void what_is_not_printable_is_spelt_out(String point, String spelt) {
        String character = Character.toString(Integer.parseInt(point, 16));
        String status = EventText.of(new Event.Status("a" + character + "b"));
        assertEquals("status: a" + spelt + "b", status);
    }

    @ParameterizedTest
    @CsvSource({"grüße", "日本語", "😀", "a b", "%s %n $1 {}", "\\x41", "«»…—'\""})
    void what_is_printable_stays(String text) {
        assertEquals("status: " + text, EventText.of(new Event.Status(text)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatever_a_peer_or_a_file_says_every_event_is_one_bounded_printable_line(int seed)
            throws ReflectiveOperationException {
        Random random = new Random(seed);
        for (Class<?> kind : kinds()) {
            String line = EventText.of(HostileEvents.of(kind, random));
            assertTrue(line.length() <= LONGEST, () -> kind + " takes " + line.length());
            assertEquals(1, line.lines().count());
            line.codePoints()
                    .forEach(point -> assertTrue(isPrintable(point), kind + " U+" + hex(point)));
        }
    }

    @ParameterizedTest(name = "{0} characters before")
    @MethodSource("seeds")
    void a_cut_halves_no_character(int before) {
        String line = EventText.of(new Event.Status("x".repeat(before) + "😀".repeat(5000)));
        assertTrue(line.length() <= LONGEST);
        assertTrue(line.codePoints().allMatch(EventTextTest::isPrintable));
    }

    private static String hex(int point) {
        return Integer.toHexString(point);
    }

    /** By what the JDK says of the character, which is not how the class under test asks. */
    static boolean isPrintable(int point) {
        return !Character.isISOControl(point)
                && !Character.toString(point).matches("[\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    }
}
