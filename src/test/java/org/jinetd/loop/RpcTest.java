package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.event.Event.Level;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.os.RpcMapping;
import org.jinetd.os.RpcMapping.Network;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RPC programs, and the host's register of them. */
class RpcTest {

    private static final String USERS = "100002/1-2 dgram rpc/udp4 wait root /sbin/rusersd";
    private static final String WALL = "100008/1 stream rpc/tcp4 nowait root /sbin/walld";
    private static final String AT_USERS = "*:100002/1-2/rpc/udp";

    @RegisterExtension private final Scenario daemon = new Scenario();

    private final FakeRegister register = daemon.register;

    private String users(int version) {
        return "100002/" + version + " udp 0.0.0.0" + port(AT_USERS);
    }

    private String port(String endpoint) {
        int port = daemon.os.listener(endpoint).port;
        return "." + port / 256 + "." + port % 256;
    }

    @Test
    void each_version_is_registered_with_the_port_and_removed_at_the_end() {
        daemon.serves(USERS);
        assertEquals(List.of(users(1), users(2)), register.texts());
        daemon.gets(DaemonSignal.TERM);
        assertEquals(List.of(), register.texts());
        assertTrue(daemon.isDone());
    }

    @Test
    void each_version_of_ip_is_registered_with_the_port_of_its_socket() {
        daemon.serves("100002/1 dgram rpc/udp wait root /sbin/rusersd");
        String v4 = "100002/1 udp 0.0.0.0" + port("*:100002/1/rpc/udp");
        String v6 = "100002/1 udp6 ::" + port("[::]:100002/1/rpc/udp");
        assertEquals(List.of(v4, v6), register.texts());
    }

    @Test
    void a_socket_for_both_versions_of_ip_is_registered_for_both() {
        daemon.serves("100008/1 stream rpc/tcp46 nowait root /sbin/walld");
        String port = port("[::]:100008/1/rpc/tcp");
        assertEquals(
                List.of("100008/1 tcp 0.0.0.0" + port, "100008/1 tcp6 ::" + port),
                register.texts());
    }

    @Test
    void a_reload_keeps_the_port_of_what_stays() {
        daemon.serves(USERS, WALL);
        List<String> before = List.of(users(1), users(2));
        daemon.reloads(USERS);
        assertEquals(before, register.texts());
    }

    @Test
    void a_reload_registers_at_once_what_the_register_has_lost() {
        daemon.serves(USERS, WALL);
        List<String> before = register.texts();
        register.all.clear();
        daemon.reloads();
        assertEquals(before, register.texts());
    }

    @Test
    void other_versions_replace_those_before() {
        daemon.serves(USERS);
        daemon.reloads("100002/2-3 dgram rpc/udp4 wait root /sbin/rusersd");
        String port = port("*:100002/2-3/rpc/udp");
        assertEquals(
                List.of("100002/2 udp 0.0.0.0" + port, "100002/3 udp 0.0.0.0" + port),
                register.texts());
    }

    @Test
    void a_lent_socket_stays_registered() {
        daemon.serves(USERS);
        daemon.datagram(AT_USERS, "call");
        FakeProcess child = daemon.starts();
        assertEquals(2, register.all.size());
        daemon.ends(child);
    }

    @Test
    void a_ruined_socket_is_registered_anew_with_the_port_of_the_next() {
        daemon.serves(USERS);
        daemon.datagram(AT_USERS, "call");
        FakeProcess child = daemon.starts();
        daemon.os.listener(AT_USERS).ruin();
        List<String> before = register.texts();
        daemon.ends(child);
        assertEquals(List.of(users(1), users(2)), register.texts());
        assertFalse(register.texts().equals(before));
    }

    @Test
    void what_cannot_be_bound_is_registered_when_it_can() {
        daemon.os.failsOnce("open " + AT_USERS, Errno.EADDRINUSE);
        daemon.serves(USERS);
        assertEquals(List.of(), register.texts());
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(2, register.all.size());
    }

    @Test
    void what_an_earlier_life_left_is_replaced() {
        register.all.add(new RpcMapping(100_002, 1, Network.UDP, Ip.ANY_V4, 1));
        daemon.serves(USERS);
        assertEquals(List.of(users(1), users(2)), register.texts());
    }

    @Test
    void what_another_takes_over_is_left_to_it_and_the_rest_stays_registered() {
        daemon.serves(USERS, WALL);
        String wall = "100008/1 tcp 0.0.0.0" + port("*:100008/1/rpc/tcp");
        register.all.clear();
        RpcMapping others = new RpcMapping(100_002, 1, Network.UDP, Ip.ANY_V4, 1);
        register.all.add(others);
        daemon.passes(Duration.ofMinutes(5));
        assertEquals(List.of(others.toString(), users(2), wall), register.texts());
        String why =
                "rpcbind has another address of 100002/1 udp: EADDRINUSE (Address already in use)";
        assertEquals(
                List.of(why),
                daemon.said(Event.RpcFailed.class).stream()
                        .filter(event -> event.level() == Level.WARNING)
                        .map(Event.RpcFailed::why)
                        .toList());
        register.all.clear();
        daemon.passes(Duration.ofMinutes(1));
        assertEquals(List.of(users(1), users(2), wall), register.texts());
    }

    @Test
    void a_missing_register_costs_one_warning_and_is_tried_again_after_1_s_doubling_to_60_s() {
        register.callsUntilFailure = 0;
        daemon.serves(USERS);
        Level level = Level.WARNING;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertEquals(
                    new Event.RpcFailed(
                            "rpcbind SET: ECONNREFUSED (Connection refused)", seconds, level),
                    daemon.saidOnce(Event.RpcFailed.class));
            daemon.forgets();
            level = Level.DEBUG;
            daemon.passes(Duration.ofSeconds(seconds));
        }
        register.callsUntilFailure = Integer.MAX_VALUE;
        daemon.forgets();
        daemon.passes(Duration.ofSeconds(60));
        assertEquals(2, register.all.size());
        assertEquals(List.of(new Event.RpcRegistered(2, Level.INFO)), daemon.events);
    }

    @Test
    void a_register_that_was_started_anew_has_all_within_a_minute() {
        daemon.serves(USERS, WALL);
        register.all.clear();
        daemon.passes(Duration.ofSeconds(RpcRegistry.LONGEST_RETRY_SECONDS));
        assertEquals(3, register.all.size());
        assertEquals(List.of(), daemon.said(Event.RpcFailed.class));
    }

    @Test
    void half_an_attempt_is_taken_back_when_it_is_not_wanted_any_more() {
        register.callsUntilFailure = 1;
        daemon.serves(USERS);
        assertEquals(1, register.all.size());
        register.callsUntilFailure = Integer.MAX_VALUE;
        daemon.reloads("");
        assertEquals(List.of(), register.texts());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_missing_register_does_not_keep_the_daemon_from_ending() {
        daemon.serves(USERS);
        register.callsUntilFailure = 0;
        daemon.gets(DaemonSignal.TERM);
        assertTrue(daemon.isDone());
    }

    @Test
    void the_state_tells_ports_and_what_is_registered() {
        register.callsUntilFailure = 0;
        daemon.serves(USERS);
        assertTrue(daemon.statuses().contains("rpc: registered=0 of 2"));
        String port = " port=" + daemon.os.listener(AT_USERS).port + " ";
        assertTrue(daemon.status(AT_USERS).contains(port));
    }

    @Test
    void a_service_without_rpc_asks_nothing() {
        daemon.serves("http stream tcp nowait root /usr/sbin/httpd");
        assertEquals(0, register.calls);
        assertTrue(daemon.isIdleForEver());
    }
}
