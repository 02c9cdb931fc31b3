package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.os.SourceSockets;
import org.jinetd.plan.Access;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.LogSettings;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Plan;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketTuning.Flag;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The options of sockets, from the plan to the system and through a reload. */
class TuningTest {

    private static final String AT = "*:79/tcp";
    private static final SocketTuning NODELAY = with(Flag.NODELAY);

    @RegisterExtension private final Scenario daemon = new Scenario();

    @Test
    void a_listener_is_opened_with_what_its_service_asks_for() {
        daemon.serves(plan(NODELAY));
        assertEquals(NODELAY, daemon.os.listener(AT).tuning);
    }

    @Test
    void a_reload_changes_an_open_listener_and_its_clients_stay_in_the_queue() {
        daemon.serves(plan(SocketTuning.USUAL));
        FakeListener before = daemon.os.listener(AT);
        daemon.reloads(plan(NODELAY));
        assertEquals(before, daemon.os.listener(AT));
        assertEquals(NODELAY, before.tuning);
        assertTrue(daemon.connects(AT).isAccepted());
    }

    @Test
    void an_option_that_cannot_be_changed_is_told_and_the_listener_serves_on() {
        daemon.serves(plan(SocketTuning.USUAL));
        daemon.os.fails("retune", Errno.EPERM);
        daemon.reloads(plan(NODELAY));
        daemon.saidOnce(Event.TuningFailed.class);
        assertTrue(daemon.connects(AT).isAccepted());
    }

    @Test
    void a_listener_that_is_bound_later_is_opened_with_what_is_asked_for_by_then() {
        daemon.os.fails("open " + AT, Errno.EADDRNOTAVAIL);
        daemon.serves(plan(SocketTuning.USUAL));
        daemon.reloads(plan(NODELAY));
        daemon.os.succeeds("open " + AT);
        daemon.passes(Duration.ofMinutes(1));
        assertEquals(NODELAY, daemon.os.listener(AT).tuning);
    }

    @Test
    void the_sockets_of_sources_have_what_the_listener_has_and_what_a_reload_makes_of_it() {
        daemon.os.fails("create", Errno.EPERM);
        daemon.serves(datagrams(SocketTuning.USUAL));
        datagram("a");
        daemon.reloads(datagrams(with(Flag.FREEBIND)));
        datagram("b");
        datagram("c");
        SourceSockets.Options before = options(SocketTuning.USUAL);
        SourceSockets.Options after = options(with(Flag.FREEBIND));
        assertEquals(List.of(before, after), daemon.os.sources.collected);
        assertEquals(List.of(before, after, after), daemon.os.sources.created);
        daemon.reloads(Plan.EMPTY);
        daemon.passes(Duration.ofSeconds(1));
    }

    private void datagram(String text) {
        daemon.os.sources.send(79, "127.0.0.1", 4711, text);
        daemon.passes(Duration.ofMillis(10));
    }

    private static SourceSockets.Options options(SocketTuning tuning) {
        return new SourceSockets.Options(Buffers.KERNEL_CHOICE, tuning);
    }

    private static SocketTuning with(Flag flag) {
        return new SocketTuning(
                OptionalInt.empty(),
                Optional.empty(),
                Set.of(flag),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    private static Plan plan(SocketTuning tuning) {
        return plan("finger/tcp4", SocketType.STREAM, tuning);
    }

    private static Plan datagrams(SocketTuning tuning) {
        return plan("finger/udp4", SocketType.DATAGRAM, tuning);
    }

    private static Plan plan(String name, SocketType type, SocketTuning tuning) {
        Service service =
                new Service(
                        name,
                        List.of(new Endpoint.Inet(type, Ip.ANY_V4, 79, false)),
                        Buffers.KERNEL_CHOICE,
                        Mode.NOWAIT,
                        new Action.Execute(
                                "/sbin/fingerd",
                                List.of("fingerd"),
                                new Identity("root", 0, 0, List.of())),
                        Limits.NONE,
                        new Position("test", 1, 1));
        ServiceSettings settings =
                new ServiceSettings(
                        Access.EVERYBODY,
                        ServiceSettings.Banners.NONE,
                        ServiceSettings.USUAL_IDLE_TIMEOUT,
                        ProcessSettings.USUAL,
                        LogSettings.USUAL,
                        tuning);
        return new Plan(List.of(service.with(Admission.UNLIMITED, settings)));
    }
}
