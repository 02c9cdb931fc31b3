package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.os.SocketStore.Origin;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that outlive the daemon. */
class StoreTest {

    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final String TELNET = "telnet stream tcp4 wait root /usr/sbin/telnetd";
    private static final String AT_PATH = "/run/x stream unix nowait root /bin/x";
    private static final Endpoint WEB = new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 80, false);
    private static final Endpoint TEL = new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 23, false);

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void what_is_bound_is_kept() {
        daemon.serves(HTTP, TELNET);
        assertEquals(Set.of(WEB, TEL), daemon.store.kept.keySet());
    }

    @Test
    void a_socket_that_was_there_before_serves_on_with_the_clients_in_its_queue() {
        FakeListener before = daemon.store.hands(WEB, Origin.STORE);
        before.isBlocking = true;
        daemon.os.connect("*:80/tcp");
        daemon.serves(HTTP);
        assertSame(before, daemon.os.listener("*:80/tcp"));
        daemon.starts();
        assertEquals(new Event.TakenOver(1, 0), daemon.saidOnce(Event.TakenOver.class));
        assertEquals(Set.of(), daemon.store.kept.keySet(), "it is in the store already");
    }

    @Test
    void sockets_of_units_and_own_ones_mix() {
        FakeListener unit = daemon.store.hands(WEB, Origin.UNIT);
        daemon.serves(HTTP, TELNET);
        assertSame(unit, daemon.os.listener("*:80/tcp"));
        assertEquals(List.of("*:80/tcp", "*:23/tcp"), daemon.listening());
        assertEquals(new Event.TakenOver(0, 1), daemon.saidOnce(Event.TakenOver.class));
        assertEquals(Set.of(TEL), daemon.store.kept.keySet());
    }

    @Test
    void what_no_service_wants_is_out_of_the_way_before_anything_is_bound() {
        daemon.store.hands(
                new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V6, 80, false), Origin.STORE);
        daemon.store.hands(TEL, Origin.UNIT);
        daemon.serves("http stream tcp46 nowait root /usr/sbin/httpd");
        assertEquals(1, daemon.listening().size());
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
        daemon.saidOnce(Event.SocketDropped.class);
        daemon.saidOnce(Event.SocketUnclaimed.class);
    }

    @Test
    void a_socket_that_takes_no_clients_is_replaced() {
        daemon.store.hands(WEB, Origin.STORE).ruin();
        daemon.serves(HTTP);
        daemon.connects("*:80/tcp");
        daemon.starts();
        assertEquals(Set.of(WEB), daemon.store.kept.keySet());
    }

    @Test
    void a_socket_that_cannot_be_made_to_fit_is_closed_and_another_bound() {
        daemon.store.hands(WEB, Origin.STORE);
        daemon.os.failsOnce("adopt", Errno.EPERM);
        daemon.serves(HTTP);
        daemon.saidOnce(Event.BindFailed.class);
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        assertEquals(Set.of(WEB), daemon.store.kept.keySet());
    }

    @Test
    void a_listener_that_a_reload_closes_is_kept_no_more() {
        daemon.serves(HTTP, TELNET);
        daemon.reloads(TELNET);
        assertEquals(Set.of(TEL), daemon.store.kept.keySet());
    }

    @Test
    void at_the_end_all_is_left_as_it_is_for_the_next_daemon() {
        daemon.store.keeps = true;
        daemon.serves(HTTP, AT_PATH, "100002/1-2 dgram rpc/udp4 wait root /sbin/rusersd");
        Set<?> registered = Set.copyOf(daemon.register.all);
        assertFalse(registered.isEmpty());
        daemon.gets(DaemonSignal.TERM);
        assertTrue(daemon.isDone());
        assertEquals(3, daemon.store.kept.size());
        assertEquals(List.of(), daemon.os.unlinked);
        assertEquals(registered, Set.copyOf(daemon.register.all));
    }

    @Test
    void a_lent_listener_is_kept_with_the_child_that_has_it() {
        daemon.serves(TELNET);
        daemon.connects("*:23/tcp");
        assertEquals(Set.of(), daemon.store.lent.keySet());
        FakeProcess child = daemon.starts();
        assertEquals(Set.of(TEL), daemon.store.lent.keySet());
        assertSame(child.handle, daemon.store.lent.get(TEL));
        child.accepts();
        daemon.ends(child);
        assertEquals(Set.of(), daemon.store.lent.keySet());
        assertEquals(Set.of(TEL), daemon.store.kept.keySet());
    }

    @Test
    void a_listener_that_a_child_of_an_earlier_daemon_has_is_left_to_it_until_it_ends() {
        FakeStore.FormerChild child = daemon.store.handsWhatIsLent(TEL);
        daemon.serves(TELNET);
        daemon.saidOnce(Event.StillLent.class);
        daemon.connects("*:23/tcp");
        assertEquals(List.of(), daemon.os.children.pending());
        child.ends();
        daemon.settle();
        daemon.saidOnce(Event.GivenBack.class);
        assertEquals(Set.of(), daemon.store.lent.keySet());
        daemon.starts();
    }

    @Test
    void whatever_the_service_has_become_meanwhile() {
        FakeStore.FormerChild child = daemon.store.handsWhatIsLent(TEL);
        daemon.serves("telnet stream tcp4 nowait root internal echo".replace("telnet", "23"));
        Client client = daemon.connects("*:23/tcp").says("hello");
        child.ends();
        daemon.settle();
        assertEquals("hello", client.heard());
    }

    @Test
    void a_reload_may_close_it_before_that() {
        FakeStore.FormerChild child = daemon.store.handsWhatIsLent(TEL);
        daemon.serves(TELNET);
        daemon.reloads(HTTP);
        assertEquals(List.of("*:80/tcp"), daemon.listening());
        daemon.reloads(HTTP, TELNET);
        daemon.saidOnce(Event.BindFailed.class);
        child.ends();
        daemon.settle();
        assertEquals(List.of("*:80/tcp", "*:23/tcp"), daemon.listening());
    }
}
