package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The wall clock of a scenario starts on a Tuesday at 22:13 UTC. */
class AdmissionTest {

    private static final String FINGER = "finger stream tcp4 nowait.0 nobody /usr/sbin/fingerd";
    private static final String ECHO = "echo stream tcp4 nowait.0 root internal";
    private static final String ECHO_UDP = "echo dgram udp4 wait root internal";
    private static final String TFTP = "tftp dgram udp4 wait.0 root /usr/sbin/tftpd";
    private static final String AT = "*:79/tcp";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client comes(String from) {
        Client client = daemon.os.connect(AT, from);
        daemon.settle();
        return client;
    }

    private String reason() {
        return daemon.saidOnce(Event.Refused.class).reason().toString();
    }

    @Test
    void the_lists_decide_before_a_child_is_started() {
        daemon.serves(
                Guarded.service(FINGER).onlyFrom("192.0.2.0/24").noAccess("192.0.2.128/25").plan());
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
        assertTrue(comes("192.0.2.200").isClosed());
        assertEquals("no-access: 192.0.2.128/25 (jinetd.ini:3:5)", reason());
        daemon.forgets();
        assertTrue(comes("198.51.100.1").isClosed());
        assertEquals("only-from: not among them (jinetd.ini:3:5)", reason());
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void the_end_of_the_hours_ends_no_child() {
        daemon.serves(Guarded.service(FINGER).hours("22:00", "22:15").plan());
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
        daemon.starts();
        daemon.passes(MINUTE.multipliedBy(3));
        assertTrue(comes("192.0.2.1").isClosed());
        assertEquals("access-times: not at this time (jinetd.ini:3:5)", reason());
        assertEquals(1, daemon.os.children.running().size());
        daemon.passes(Duration.ofHours(24).minusMinutes(3));
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
    }

    @Test
    void nobody_looks_at_the_load_but_for_a_client_whose_service_asks() {
        daemon.serves(
                Guarded.service(FINGER)
                        .maxLoad(2)
                        .plan(Guarded.service("http stream tcp4 nowait nobody /bin/httpd")));
        assertTrue(daemon.isIdleForEver());
        daemon.connects("*:80/tcp");
        assertEquals(0, daemon.gatehouse.looksAtLoad);
        daemon.gatehouse.load = OptionalDouble.of(2.5);
        assertTrue(comes("192.0.2.1").isClosed());
        assertEquals("max-load: a load of 2.5 is above 2.0", reason());
        comes("192.0.2.2");
        assertEquals(1, daemon.gatehouse.looksAtLoad, "not for each client");
        daemon.gatehouse.load = OptionalDouble.of(2);
        daemon.passes(Duration.ofSeconds(3));
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
    }

    @Test
    void a_service_that_refuses_when_it_is_full_says_so() {
        daemon.serves(Guarded.service(FINGER).refusesWhenFull(1).farewell("later\r\n").plan());
        comes("192.0.2.1");
        Client refused = comes("192.0.2.2").says("what the client sent first");
        daemon.settle();
        assertTrue(daemon.isPolled(AT));
        assertEquals("instances: 1 at a time", reason());
        assertEquals("later\r\n", refused.heard());
        assertTrue(refused.heardAll, "no reset takes the text away");
        assertTrue(refused.isHeldByDaemon(), "the client may still be sending");
        refused.saysNoMore();
        daemon.settle();
        assertTrue(refused.isClosed());
        daemon.ends(daemon.starts());
        assertTrue(comes("192.0.2.2").isHeldByDaemon());
    }

    @Test
    void a_refused_client_that_never_ends_is_cut_off() {
        daemon.serves(Guarded.service(ECHO).onlyFrom("192.0.2.1").farewell("no\n").plan());
        Client refused = daemon.connects("*:7/tcp");
        assertEquals("no\n", refused.heard());
        assertTrue(refused.isHeldByDaemon());
        daemon.passes(Duration.ofSeconds(2));
        assertTrue(refused.isClosed());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void farewells_are_bounded_and_others_are_closed_at_once() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("192.0.2.1").farewell("no\n").plan());
        for (int i = 0; i < Talkers.MOST_FAREWELLS; i++) {
            daemon.os.connect(AT);
        }
        daemon.settle();
        Client late = daemon.connects(AT);
        assertTrue(late.isClosed());
        assertEquals("", late.heard());
        daemon.passes(Duration.ofSeconds(2));
        assertEquals("no\n", daemon.connects(AT).heard());
    }

    @Test
    void an_admitted_client_hears_the_banner_before_the_program_starts() {
        daemon.serves(Guarded.service(FINGER).banner("welcome\r\n").plan());
        Client client = daemon.connects(AT);
        assertEquals("welcome\r\n", client.heard());
        assertTrue(client.isBlocking, "as every program expects");
        daemon.starts();
    }

    @Test
    void a_built_in_service_has_its_banner_too() {
        daemon.serves(Guarded.service(ECHO).banner("welcome\r\n").plan());
        Client client = daemon.connects("*:7/tcp").says("hello");
        daemon.settle();
        assertEquals("welcome\r\nhello", client.heard());
    }

    @Test
    void a_banner_that_does_not_fit_ends_the_connection() {
        daemon.serves(Guarded.service(FINGER).banner("welcome\r\n").plan());
        Client slow = daemon.os.connect(AT).takesOnly(3);
        daemon.settle();
        assertTrue(slow.isClosed());
        assertEquals("only 3 of 9 bytes fit", daemon.saidOnce(Event.BannerFailed.class).why());
        daemon.forgets();
        daemon.os.failsOnce("write", Errno.ECONNRESET);
        assertTrue(daemon.connects(AT).isClosed());
        assertEquals("send: " + Errno.ECONNRESET, daemon.saidOnce(Event.BannerFailed.class).why());
        assertTrue(daemon.status(AT).contains("running=0"), "it is not counted");
    }

    @Test
    void a_conversation_ends_when_nothing_moves_for_the_time_that_is_set() {
        daemon.serves(Guarded.service(ECHO).idleTimeout(Duration.ofSeconds(30)).plan());
        Client client = daemon.connects("*:7/tcp");
        daemon.passes(Duration.ofSeconds(29));
        assertTrue(client.isHeldByDaemon());
        daemon.passes(Duration.ofSeconds(1));
        assertTrue(client.isClosed());
    }

    @Test
    void a_source_that_comes_too_often_is_shut_out_of_all_services_datagrams_too() {
        daemon.serves(
                Guarded.service(FINGER)
                        .denyAfter(1, MINUTE, MINUTE, DenyAfter.Reach.ALL_SERVICES)
                        .plan(Guarded.service(ECHO_UDP).noAccess("203.0.113.1")));
        Ip client = Ip.parse("192.0.2.1").orElseThrow();
        daemon.os.send("*:7/udp", client, 4000, "one");
        daemon.settle();
        assertEquals(1, daemon.os.replies.size());
        comes("192.0.2.1");
        assertTrue(comes("192.0.2.1").isClosed());
        assertEquals(60, daemon.saidOnce(Event.ShutOut.class).seconds());
        assertTrue(comes("192.0.2.1").isClosed());
        assertEquals("shut-out: more than 1 per minute came (jinetd.ini:3:5)", reason());
        daemon.os.send("*:7/udp", client, 4000, "two");
        daemon.settle();
        assertEquals(1, daemon.os.replies.size());
        assertTrue(comes("192.0.2.2").isHeldByDaemon());
        daemon.passes(MINUTE);
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
    }

    @Test
    void datagrams_of_whom_a_built_in_service_does_not_serve_get_no_answer_and_are_counted() {
        daemon.serves(
                Guarded.service(ECHO_UDP).noAccess("192.0.2.1").ratePerSource(1, MINUTE).plan());
        for (String from : List.of("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2")) {
            daemon.os.send("*:7/udp", Ip.parse(from).orElseThrow(), 4000, "hello");
        }
        daemon.settle();
        assertEquals(1, daemon.os.replies.size());
        assertEquals(
                List.of("no-access", "rate-per-source"),
                daemon.said(Event.Refused.class).stream()
                        .map(refused -> refused.reason().kind().word())
                        .toList());
        daemon.reloads(Guarded.service(ECHO_UDP).plan());
        daemon.os.send("*:7/udp", Ip.parse("192.0.2.1").orElseThrow(), 4000, "hello");
        daemon.settle();
        assertEquals(2, daemon.os.replies.size());
    }

    @Test
    void a_datagram_that_comes_at_a_wrong_time_to_a_lent_socket_is_dropped() {
        daemon.serves(Guarded.service(TFTP).hours("08:00", "09:00").plan());
        daemon.datagram("*:69/udp", "one");
        assertEquals("access-times: not at this time (jinetd.ini:3:5)", reason());
        assertEquals(0, daemon.os.children.pending().size());
        assertTrue(daemon.isIdleForEver(), "nothing wakes it for ever");
    }

    @Test
    void a_client_that_comes_at_a_wrong_time_to_a_lent_listener_is_turned_away() {
        daemon.serves(
                Guarded.service("finger stream tcp4 wait.0 nobody /usr/sbin/fingerd")
                        .maxLoad(1)
                        .farewell("no\n")
                        .plan());
        daemon.gatehouse.load = OptionalDouble.of(7);
        Client client = daemon.connects(AT);
        assertEquals("no\n", client.heard());
        assertEquals("max-load: a load of 7.0 is above 1.0", reason());
    }

    @Test
    void who_needs_a_name_waits_for_it_and_delays_nobody() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("192.0.2.9", "host.example").plan());
        daemon.gatehouse.names.put("192.0.2.1", "host.example");
        Client named = comes("192.0.2.1");
        assertTrue(named.isHeldByDaemon());
        assertEquals(0, daemon.os.children.pending().size());
        comes("192.0.2.9");
        assertEquals(1, daemon.os.children.pending().size());
        comes("192.0.2.1"); // which is not asked twice
        assertEquals(1, daemon.gatehouse.waiting());
        daemon.gatehouse.answers();
        daemon.settle();
        assertEquals(3, daemon.os.children.pending().size());
        comes("192.0.2.1");
        assertEquals(4, daemon.os.children.pending().size(), "the name is remembered");
        assertEquals(1, daemon.gatehouse.lookUps);
    }

    @Test
    void who_has_no_name_or_none_in_time_is_refused() {
        daemon.serves(Guarded.service(FINGER).noAccess("host.example").plan());
        Client nameless = comes("192.0.2.1");
        daemon.gatehouse.answers();
        daemon.settle();
        assertTrue(nameless.isClosed());
        assertEquals("no-name: host.example (jinetd.ini:3:5)", reason());
        daemon.forgets();
        Client late = comes("192.0.2.2");
        daemon.passes(Duration.ofSeconds(5));
        assertTrue(late.isClosed());
        assertEquals("no-name: host.example (jinetd.ini:3:5)", reason());
        daemon.gatehouse.answers(); // too late
        daemon.settle();
    }

    @Test
    void when_too_many_wait_for_their_names_the_next_is_refused() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("host.example").plan());
        for (int i = 0; i < Entrance.MOST_ASKING; i++) {
            comes("192.0." + i + ".1");
        }
        assertTrue(comes("198.51.100.1").isClosed());
        assertEquals("names-busy: too many wait for their names", reason());
        daemon.forgets();
        daemon.passes(Duration.ofSeconds(5));
        daemon.forgets();
        daemon.gatehouse.busy = true;
        daemon.passes(MINUTE);
        daemon.forgets();
        assertTrue(comes("198.51.100.2").isClosed());
        assertEquals("names-busy: too many wait for their names", reason());
    }

    @Test
    void clients_of_one_network_leave_threads_for_the_names_of_others() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("host.example").plan());
        for (int i = 0; i < Inquiries.MOST_OF_A_NETWORK; i++) {
            comes("192.0.2." + i);
        }
        assertTrue(comes("192.0.2.100").isClosed());
        assertEquals("names-busy: too many wait for their names", reason());
        daemon.passes(Duration.ofSeconds(6)); // they wait no more, but their threads are stuck
        daemon.forgets();
        assertTrue(comes("192.0.2.101").isClosed());
        daemon.gatehouse.names.put("198.51.100.1", "host.example");
        Client other = comes("198.51.100.1");
        while (daemon.gatehouse.waiting() > 0) {
            daemon.gatehouse.answers();
        }
        daemon.settle();
        assertFalse(other.isClosed());
        assertFalse(comes("192.0.2.102").isClosed());
    }

    @Test
    void whoever_waits_when_the_service_ends_is_closed() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("host.example").plan());
        Client waiting = comes("192.0.2.1");
        daemon.reloads("http stream tcp4 nowait nobody /usr/sbin/httpd");
        assertTrue(waiting.isClosed());
        daemon.gatehouse.answers();
        daemon.settle();
        assertEquals(0, daemon.os.children.pending().size());
    }

    @Test
    void a_pause_grows_as_long_as_the_service_comes_too_fast_at_once() {
        Admission.Pause pause = new Admission.Pause(Duration.ofSeconds(1), MINUTE);
        daemon.serves(
                Guarded.service(FINGER)
                        .rate(1, Duration.ofSeconds(3), Optional.of(pause))
                        .farewell("later\n")
                        .plan());
        comes("192.0.2.1");
        assertTrue(comes("192.0.2.1").isAccepted());
        assertEquals("later\n", comes("192.0.2.1").heard());
        daemon.passes(Duration.ofSeconds(1));
        comes("192.0.2.1");
        assertEquals(
                List.of(1L, 2L),
                daemon.said(Event.Paused.class).stream().map(Event.Paused::seconds).toList());
        daemon.passes(Duration.ofSeconds(2));
        assertEquals(2, daemon.said(Event.Resumed.class).size());
        assertTrue(comes("192.0.2.1").isHeldByDaemon());
    }

    @Test
    void when_many_may_run_a_few_end_before_the_next_are_asked_in_or_a_moment_passes() {
        daemon.serves(Guarded.service(ECHO).instances(64, Admission.WhenFull.QUEUE).plan());
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            clients.add(daemon.os.connect("*:7/tcp"));
        }
        daemon.settle();
        assertFalse(daemon.isPolled("*:7/tcp"));
        clients.get(0).resets();
        daemon.settle();
        assertFalse(daemon.isPolled("*:7/tcp"));
        daemon.passes(Duration.ofMillis(10));
        assertEquals(5, daemon.os.listener("*:7/tcp").backlog.size());
        for (int i = 1; i < 5; i++) {
            clients.get(i).resets();
        }
        daemon.settle();
        assertEquals(1, daemon.os.listener("*:7/tcp").backlog.size());
    }
}
