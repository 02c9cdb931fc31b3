package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BindTest {

    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final String FINGER = "finger stream tcp4 nowait nobody /usr/sbin/fingerd";

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void an_address_that_is_taken_is_tried_again_for_ever_and_less_and_less() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP, FINGER);
        daemon.passes(Duration.ofMinutes(5));
        assertEquals(
                List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L),
                daemon.said(Event.BindFailed.class).stream()
                        .map(Event.BindFailed::retrySeconds)
                        .toList());
        daemon.os.succeeds("open *:80/tcp");
        daemon.passes(Duration.ofMinutes(1));
        assertEquals("*:80/tcp", daemon.saidOnce(Event.BoundAtLast.class).endpoint().toString());
        assertTrue(daemon.connects("*:80/tcp").isAccepted());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void others_are_served_meanwhile_and_the_state_says_degraded() {
        daemon.os.fails("open *:80/tcp", Errno.EACCES);
        daemon.serves(HTTP, FINGER);
        assertEquals(new Event.Ready(2, 1, 1), daemon.saidOnce(Event.Ready.class));
        assertTrue(daemon.connects("*:79/tcp").isAccepted());
        assertTrue(daemon.statuses().get(0).startsWith("degraded: services=2 listeners=1"));
        assertTrue(daemon.status("*:80/tcp").contains("unbound"));
    }

    @Test
    void what_is_wrong_with_the_first_configuration_is_said_and_the_rest_is_served() {
        daemon.serves("nonsense", HTTP);
        daemon.saidOnce(Event.ConfigProblem.class);
        assertEquals(new Event.Ready(1, 1, 0), daemon.saidOnce(Event.Ready.class));
    }

    @Test
    void an_address_that_comes_is_bound_at_once() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRNOTAVAIL);
        daemon.serves(HTTP);
        daemon.passes(Duration.ofMinutes(5));
        daemon.os.succeeds("open *:80/tcp");
        daemon.addresses.go();
        daemon.settle();
        assertEquals(0, daemon.said(Event.BoundAtLast.class).size());
        daemon.addresses.come();
        daemon.settle();
        daemon.saidOnce(Event.BoundAtLast.class);
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_reload_tries_at_once() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP);
        daemon.passes(Duration.ofMinutes(5));
        daemon.os.succeeds("open *:80/tcp");
        daemon.reloads();
        daemon.saidOnce(Event.BoundAtLast.class);
        assertTrue(daemon.isIdleForEver(), "the attempt that was to come is called off");
    }

    @Test
    void a_reload_that_fails_again_does_not_try_twice_as_often() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP);
        daemon.reloads();
        daemon.reloads();
        daemon.forgets();
        daemon.passes(Duration.ofSeconds(4));
        assertEquals(1, daemon.said(Event.BindFailed.class).size());
    }

    @Test
    void an_address_that_is_given_up_is_not_tried_again() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP, FINGER);
        daemon.reloads(FINGER);
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_host_without_ipv6_costs_one_line_and_no_more() {
        daemon.os.fails("open [::]:80/tcp", Errno.EAFNOSUPPORT);
        daemon.os.fails("open [::]:79/tcp", Errno.EAFNOSUPPORT);
        daemon.serves(
                "http stream tcp nowait root /usr/sbin/httpd",
                "finger stream tcp nowait nobody /usr/sbin/fingerd");
        daemon.saidOnce(Event.FamilyMissing.class);
        assertEquals(List.of(), daemon.said(Event.BindFailed.class));
        assertEquals(new Event.Ready(2, 2, 0), daemon.saidOnce(Event.Ready.class));
        assertTrue(daemon.statuses().get(0).startsWith("serving: "));
        assertTrue(daemon.status("[::]:80/tcp").contains("left out"));
        assertTrue(daemon.isIdleForEver());
        daemon.reloads();
        daemon.saidOnce(Event.FamilyMissing.class);
    }

    @Test
    void a_host_that_gets_ipv6_uses_it_after_a_reload() {
        daemon.os.fails("open [::]:80/tcp", Errno.EAFNOSUPPORT);
        daemon.serves("http stream tcp nowait root /usr/sbin/httpd");
        daemon.os.succeeds("open [::]:80/tcp");
        daemon.reloads();
        assertTrue(daemon.connects("[::]:80/tcp").isAccepted());
        daemon.os.fails("open [::]:79/tcp", Errno.EAFNOSUPPORT);
        daemon.reloads("finger stream tcp nowait nobody /usr/sbin/fingerd");
        assertEquals(2, daemon.said(Event.FamilyMissing.class).size());
    }

    @Test
    void a_service_may_change_while_it_is_not_bound() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP);
        daemon.reloads("http stream tcp4 wait root /usr/sbin/httpd");
        daemon.os.succeeds("open *:80/tcp");
        daemon.passes(Duration.ofMinutes(1));
        daemon.connects("*:80/tcp");
        assertTrue(daemon.starts().borrowed.isPresent());
    }
}
