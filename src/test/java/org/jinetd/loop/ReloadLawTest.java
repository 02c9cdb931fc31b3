package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jinetd.event.Event;
import org.jinetd.os.Fd;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Plan;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReloadLawTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Map<Endpoint, Fd> open(Scenario daemon) {
        return daemon.os.listeners().stream()
                .collect(Collectors.toMap(listener -> listener.endpoint, listener -> listener.fd));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void after_any_reloads_exactly_the_plan_is_open_and_what_stayed_was_not_touched(long seed) {
        Random random = new Random(seed);
        RandomLines lines = RandomLines.limited(random);
        Scenario daemon = new Scenario(seed);
        daemon.serves(lines.mixed());
        for (int i = 0; i < 12; i++) {
            Map<Endpoint, Fd> before = open(daemon);
            daemon.reloads(lines.mixed());
            Map<Endpoint, Fd> after = open(daemon);
            assertEquals(daemon.files.lastPlan().byEndpoint().keySet(), after.keySet());
            Set<Endpoint> stayed = new HashSet<>(before.keySet());
            stayed.retainAll(after.keySet());
            stayed.forEach(endpoint -> assertSame(before.get(endpoint), after.get(endpoint)));
        }
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
        daemon.end();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void it_makes_no_difference_in_the_end_when_the_talkers_come_late(long seed) {
        Random random = new Random(seed);
        RandomLines lines = RandomLines.limited(random);
        Scenario daemon = new Scenario(seed);
        daemon.serves(lines.mixed());
        for (int i = 0; i < 12; i++) {
            if (random.nextBoolean()) {
                daemon.talkersAreBusy();
            }
            daemon.reloads(lines.mixed());
            if (random.nextBoolean()) {
                daemon.talkersGoOn();
            }
        }
        daemon.talkersGoOn();
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
        Set<Endpoint> planned = daemon.files.lastPlan().byEndpoint().keySet();
        assertEquals(planned, open(daemon).keySet());
        daemon.end();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_next_clients_are_served_by_the_latest_plan(long seed) {
        RandomLines lines = RandomLines.unlimited(new Random(seed));
        Scenario daemon = new Scenario(seed);
        daemon.serves(lines.mixed());
        for (int i = 0; i < 4; i++) {
            daemon.reloads(lines.mixed());
        }
        Plan plan = daemon.files.lastPlan();
        Map<String, String> expected = new HashMap<>();
        Map<String, String> actual = new HashMap<>();
        plan.byEndpoint()
                .forEach(
                        (endpoint, service) -> {
                            String action =
                                    service.action()
                                            .match(
                                                    internal -> "internal",
                                                    execute ->
                                                            execute.path() + service.mode().word());
                            expected.put(endpoint.toString(), action);
                            actual.put(endpoint.toString(), served(daemon, endpoint));
                        });
        assertEquals(expected, actual);
        daemon.end();
    }

    /** Sends a client or a datagram, and returns who was about to serve it. */
    private static String served(Scenario daemon, Endpoint endpoint) {
        String name = endpoint.toString();
        int received = daemon.os.received();
        int pending = daemon.os.children.pending().size();
        boolean datagram = endpoint.type() == SocketType.DATAGRAM;
        Client client = null;
        if (datagram) {
            daemon.datagram(name, "x");
        } else {
            client = daemon.connects(name);
        }
        List<FakeChildren.Start> starts = daemon.os.children.pending();
        if (starts.size() > pending) {
            FakeChildren.Start start = starts.get(pending);
            return start.spawn.program().path() + (start.isLent() ? "wait" : "nowait");
        }
        boolean talked = datagram ? daemon.os.received() > received : client.isHeldByDaemon();
        return talked ? "internal" : "nobody";
    }
}
