package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventFieldsTest {

    private static final Peer.Inet PEER =
            new Peer.Inet(Ip.v4(0xc000_0207), 4711, Ip.v4(0x7f00_0001), 79);
    private static final Optional<Peer> SOME = Optional.of(PEER);
    private static final Endpoint ENDPOINT =
            new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 79, false);
    private static final Position PLACE = new Position("jinetd.ini", 3, 7);
    private static final Reason REASON =
            new Reason(Reason.Kind.NO_ACCESS, "192.0.2.0/24", Optional.of(PLACE));
    private static final String SERVICE = "JINETD_SERVICE=finger/tcp";
    private static final String ENDS =
            " REMOTE_ADDR=192.0.2.7 REMOTE_PORT=4711 LOCAL_ADDR=127.0.0.1 LOCAL_PORT=79";
    private static final String AT = " JINETD_ENDPOINT=*:79/tcp";
    private static final String RULE =
            " REASON=no-access RULE=192.0.2.0/24"
                    + " CONFIG_FILE=jinetd.ini CONFIG_LINE=3 CONFIG_COLUMN=7";

    static Stream<Arguments> events() {
        return Stream.of(
                        ofChildren(), ofListeners(), ofTheTurnedAway(), ofTheDaemon(), ofRestarts())
                .flatMap(some -> some);
    }

    private static Stream<Arguments> ofChildren() {
        return Stream.of(
                told(
                        new Event.Started("finger/tcp", SOME, 99, Level.INFO),
                        "started " + SERVICE + ENDS + " CHILD_PID=99"),
                told(
                        ended(new ExitStatus.Exited(3), 678),
                        "ended "
                                + SERVICE
                                + ENDS
                                + " CHILD_PID=99 EXIT_STATUS=3"
                                + " DURATION_USEC=61005000 CPU_USEC=12345 MAX_RSS_KB=678"),
                told(
                        ended(new ExitStatus.Signalled(9, true), 0),
                        "ended "
                                + SERVICE
                                + ENDS
                                + " CHILD_PID=99 EXIT_SIGNAL=9"
                                + " DURATION_USEC=61005000 CPU_USEC=12345"),
                told(
                        ended(new ExitStatus.Unknown(), 0),
                        "ended "
                                + SERVICE
                                + ENDS
                                + " CHILD_PID=99 DURATION_USEC=61005000 CPU_USEC=12345"),
                told(
                        new Event.StartFailed("finger/tcp", SOME, "execve(/x): ENOENT"),
                        "start-failed " + SERVICE + ENDS + " JINETD_ERROR=execve(/x): ENOENT"),
                told(
                        new Event.ChildSaid("finger/tcp", 99, "no\nplan"),
                        "stderr " + SERVICE + " CHILD_PID=99 JINETD_LINE=no\\x0aplan"),
                told(
                        new Event.StderrLeftOut("finger/tcp", 12),
                        "stderr-left-out " + SERVICE + " JINETD_COUNT=12"),
                told(
                        new Event.StderrLost("finger/tcp", "why"),
                        "stderr-lost " + SERVICE + " JINETD_ERROR=why"),
                told(
                        new Event.Overtime("finger/tcp", 99, 60, "TERM"),
                        "overtime "
                                + SERVICE
                                + " CHILD_PID=99 JINETD_SIGNAL=TERM JINETD_SECONDS=60"));
    }

    private static Event ended(ExitStatus status, long kib) {
        return new Event.ChildEnded(
                "finger/tcp", SOME, 99, 61_005, new Ended(status, 12_345, kib), Level.INFO);
    }

    private static Stream<Arguments> ofListeners() {
        return Stream.of(
                told(new Event.Listening("finger/tcp", ENDPOINT), "listening " + SERVICE + AT),
                told(new Event.BoundAtLast("finger/tcp", ENDPOINT), "bound " + SERVICE + AT),
                told(
                        new Event.BindFailed("finger/tcp", ENDPOINT, "why", 4, Level.WARNING),
                        "bind-failed " + SERVICE + AT + " JINETD_ERROR=why JINETD_SECONDS=4"),
                told(
                        new Event.TuningFailed("finger/tcp", ENDPOINT, "why"),
                        "tuning-failed " + SERVICE + AT + " JINETD_ERROR=why"),
                told(
                        new Event.SocketReplaced("finger/tcp", ENDPOINT),
                        "socket-replaced " + SERVICE + AT),
                told(
                        new Event.ProtocolMissing("finger/tcp", "why", Level.WARNING),
                        "protocol-missing " + SERVICE + " JINETD_ERROR=why"),
                told(new Event.FamilyMissing("why"), "family-missing JINETD_ERROR=why"),
                told(
                        new Event.Exhausted("finger/tcp", "why"),
                        "exhausted " + SERVICE + " JINETD_ERROR=why"),
                told(new Event.Recovered("finger/tcp"), "recovered " + SERVICE));
    }

    private static Stream<Arguments> ofTheTurnedAway() {
        return Stream.of(
                told(
                        new Event.Refused("finger/tcp", PEER, REASON, 7),
                        "refused " + SERVICE + ENDS + RULE + " JINETD_COUNT=7"),
                told(
                        new Event.Refused(
                                "finger/tcp",
                                new Peer.Veiled("192.0.2.0/24"),
                                Reason.of(Reason.Kind.INSTANCES, "2 at a time"),
                                0),
                        "refused "
                                + SERVICE
                                + " REMOTE_ADDR=192.0.2.0/24 REASON=instances RULE=2 at a time"
                                + " JINETD_COUNT=0"),
                told(
                        new Event.RefusedMore("finger/tcp", 9),
                        "refused-more " + SERVICE + " JINETD_COUNT=9"),
                told(
                        new Event.ShutOut(
                                "finger/tcp", PEER, DenyAfter.Reach.ALL_SERVICES, 600, REASON),
                        "shut-out " + SERVICE + ENDS + RULE + " JINETD_SECONDS=600"),
                told(
                        new Event.BannerFailed("finger/tcp", new Peer.Unix("/run/x"), "why"),
                        "banner-failed " + SERVICE + " LOCAL_ADDR=/run/x JINETD_ERROR=why"),
                told(
                        new Event.HostsOptionFailed("finger/tcp", PEER, "why"),
                        "hosts-option-failed " + SERVICE + ENDS + " JINETD_ERROR=why"),
                told(
                        new Event.Paused("finger/tcp", "256 starts per minute", 60),
                        "paused " + SERVICE + " RULE=256 starts per minute JINETD_SECONDS=60"),
                told(new Event.Resumed("finger/tcp", 5), "resumed " + SERVICE + " JINETD_COUNT=5"),
                told(
                        new Event.DatagramDropped("finger/tcp", "192.0.2.7:4711", "why"),
                        "datagram-dropped "
                                + SERVICE
                                + " JINETD_SENDER=192.0.2.7:4711 JINETD_ERROR=why"));
    }

    private static Stream<Arguments> ofTheDaemon() {
        return Stream.of(
                told(
                        new Event.Ready(3, 5, 1),
                        "ready JINETD_SERVICES=3 JINETD_LISTENERS=5 JINETD_UNBOUND=1"),
                told(
                        new Event.Reloaded(1, 2, 3, 4, 5),
                        "reloaded JINETD_KEPT=1 JINETD_OPENED=2 JINETD_CLOSED=3"
                                + " JINETD_CHANGED=4 JINETD_PROBLEMS=5"),
                told(new Event.ReloadFailed("why"), "reload-failed JINETD_ERROR=why"),
                told(new Event.Status("running=3"), "status JINETD_LINE=running=3"),
                told(new Event.Stopping("SIGTERM", 2), "stopping REASON=SIGTERM JINETD_CHILDREN=2"),
                told(
                        new Event.ConfigProblem(Problem.error(PLACE, "a fact", "a remedy")),
                        "config-problem CONFIG_FILE=jinetd.ini CONFIG_LINE=3 CONFIG_COLUMN=7"
                                + " JINETD_ERROR=a fact JINETD_REMEDY=a remedy"),
                told(
                        new Event.ConfigProblem(Problem.note(PLACE, "a fact", "")),
                        "config-problem CONFIG_FILE=jinetd.ini CONFIG_LINE=3 CONFIG_COLUMN=7"
                                + " JINETD_ERROR=a fact"),
                told(new Event.MoreProblems(7), "more-problems JINETD_COUNT=7"),
                told(
                        new Event.RpcFailed("why", 8, Level.WARNING),
                        "rpc-failed JINETD_ERROR=why JINETD_SECONDS=8"),
                told(new Event.RpcRegistered(4, Level.INFO), "rpc-registered JINETD_COUNT=4"),
                told(new Event.LogLost(12), "log-lost JINETD_COUNT=12"));
    }

    private static Stream<Arguments> ofRestarts() {
        return Stream.of(
                told(
                        new Event.TakenOver(12, 1),
                        "taken-over JINETD_FROM_STORE=12 JINETD_FROM_UNITS=1"),
                told(
                        new Event.SocketDropped("jinetd/x (0.0.0.0:79)"),
                        "socket-dropped JINETD_SOCKET=jinetd/x (0.0.0.0:79)"),
                told(
                        new Event.SocketUnclaimed("web.socket"),
                        "socket-unclaimed JINETD_SOCKET=web.socket"),
                told(
                        new Event.StillLent("finger/tcp", ENDPOINT, 99),
                        "still-lent " + SERVICE + AT + " CHILD_PID=99"),
                told(
                        new Event.GivenBack("finger/tcp", ENDPOINT, 99),
                        "given-back " + SERVICE + AT + " CHILD_PID=99"),
                told(
                        new Event.Draining("SIGTERM", 3, 1, 30),
                        "draining REASON=SIGTERM JINETD_SECONDS=30"
                                + " JINETD_CHILDREN=3 JINETD_CONVERSATIONS=1"),
                told(
                        new Event.Hurried("SIGTERM", 2),
                        "hurried JINETD_SIGNAL=TERM JINETD_CHILDREN=2"));
    }

    private static Arguments told(Event event, String fields) {
        return Arguments.of(event, fields);
    }

    /** Returns the word of the event, and all fields but those of its kind. */
    private static String text(Event event) {
        Map<EventField, String> fields = EventFields.of(event);
        return fields.get(EventField.JINETD_EVENT)
                + fields.entrySet().stream()
                        .filter(each -> each.getKey() != EventField.MESSAGE_ID)
                        .filter(each -> each.getKey() != EventField.JINETD_EVENT)
                        .map(each -> " " + each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("events")
    void an_event_has_its_fields(Event event, String fields) {
        assertEquals(fields, text(event));
    }

    @Test
    void no_kind_and_no_field_is_missing_above() {
        Set<EventField> used = EnumSet.noneOf(EventField.class);
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        events().map(each -> (Event) each.get()[0])
                .forEach(
                        event -> {
                            kinds.add(EventKind.of(event));
                            used.addAll(EventFields.of(event).keySet());
                        });
        assertEquals(EnumSet.allOf(EventKind.class), kinds);
        assertEquals(EnumSet.allOf(EventField.class), used);
        assertEquals(EventTextTest.kinds().size(), kinds.size());
    }

    @Test
    void kinds_differ_in_word_and_number_which_has_the_form_of_a_journal() {
        List<String> ids = Arrays.stream(EventKind.values()).map(EventKind::id).toList();
        assertEquals(ids.size(), Set.copyOf(ids).size());
        ids.forEach(id -> assertTrue(id.matches("[0-9a-f]{32}"), id));
        Set<String> words =
                Arrays.stream(EventKind.values()).map(EventKind::word).collect(Collectors.toSet());
        assertEquals(ids.size(), words.size());
        words.forEach(word -> assertTrue(word.matches("[a-z]+(-[a-z]+)*"), word));
    }

    @ParameterizedTest
    @CsvSource({
        "READY, 01bf0df34cda4699a1d865b931dce0cf",
        "STARTED, 4db35037d2c94a34adc18f56d60e5942",
        "ENDED, 65981754b71148429043b74d77d410c0",
        "REFUSED, 5ef7c72d15fa4c36af3060366dc83942"
    })
    void the_number_of_a_kind_never_changes(EventKind kind, String id) {
        assertEquals(id, kind.id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Anonymise.class,
            names = {"PREFIX", "HASH"})
    void of_a_client_that_is_not_told_no_field_tells_the_address_or_the_port(Anonymise how) {
        Peer shown = new Veil(new byte[16]).of(PEER, how);
        for (Event event :
                List.of(
                        new Event.Started("a", Optional.of(shown), 1, Level.INFO),
                        new Event.StartFailed("a", Optional.of(shown), "why"),
                        new Event.Refused("a", shown, REASON, 0),
                        new Event.ShutOut("a", shown, DenyAfter.Reach.THIS_SERVICE, 1, REASON),
                        new Event.BannerFailed("a", shown, "why"))) {
            Map<EventField, String> fields = EventFields.of(event);
            assertEquals(shown.toString(), fields.get(EventField.REMOTE_ADDR));
            assertFalse(fields.containsKey(EventField.REMOTE_PORT));
            assertFalse(fields.values().stream().anyMatch(value -> value.contains("192.0.2.7")));
        }
    }

    @Test
    void mapped_addresses_are_told_as_ipv4() {
        Ip mapped = Ip.parse("::ffff:192.0.2.7").orElseThrow();
        Peer peer = new Peer.Inet(mapped, 1, mapped, 2);
        Map<EventField, String> fields = EventFields.of(new Event.BannerFailed("a", peer, "why"));
        assertEquals("192.0.2.7", fields.get(EventField.REMOTE_ADDR));
        assertEquals("192.0.2.7", fields.get(EventField.LOCAL_ADDR));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.jinetd.event.EventTextTest#seeds")
    void whatever_a_peer_or_a_file_says_every_field_is_one_bounded_printable_line(int seed)
            throws ReflectiveOperationException {
        Random random = new Random(seed);
        for (Class<?> kind : EventTextTest.kinds()) {
            EventFields.of(HostileEvents.of(kind, random))
                    .forEach(
                            (field, value) -> {
                                assertTrue(value.length() <= 2010, field::toString);
                                assertTrue(
                                        value.codePoints().allMatch(EventTextTest::isPrintable),
                                        field::toString);
                            });
        }
    }
}
