package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the supervisor hears. */
class VitalsTest {

    private static final String HTTP = "http stream tcp4 nowait root /usr/sbin/httpd";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension final Scenario daemon = new Scenario();

    @Test
    void a_sign_of_life_comes_at_half_of_the_patience() {
        daemon.supervisor.patience = Optional.of(PATIENCE);
        daemon.serves(HTTP);
        assertEquals(1, daemon.supervisor.signsOfLife);
        daemon.passes(PATIENCE.multipliedBy(2));
        assertEquals(5, daemon.supervisor.signsOfLife);
    }

    @Test
    void a_reload_does_not_double_the_signs() {
        daemon.supervisor.patience = Optional.of(PATIENCE);
        daemon.serves(HTTP);
        daemon.reloads(HTTP);
        daemon.passes(PATIENCE);
        assertEquals(3, daemon.supervisor.signsOfLife);
    }

    @Test
    void who_has_no_watchdog_costs_no_wake_up() {
        daemon.serves(HTTP);
        assertTrue(daemon.isIdleForEver());
        assertEquals(0, daemon.supervisor.signsOfLife);
    }

    @Test
    void the_counts_are_told_with_the_sign_of_life_and_only_when_they_have_changed() {
        daemon.supervisor.patience = Optional.of(PATIENCE);
        daemon.serves(HTTP);
        daemon.supervisor.statuses.clear();
        daemon.connects("*:80/tcp");
        daemon.starts();
        assertEquals(List.of(), daemon.supervisor.statuses, "not for each client");
        daemon.passes(PATIENCE);
        assertEquals(
                List.of("serving: services=1 listeners=1 unbound=0 children=1 conversations=0"),
                daemon.supervisor.statuses);
    }

    @Test
    void an_address_that_is_missing_and_comes_back_is_told_at_once() {
        daemon.os.fails("open *:80/tcp", Errno.EADDRINUSE);
        daemon.serves(HTTP);
        assertTrue(daemon.supervisor.statuses.get(0).startsWith("degraded: "));
        daemon.os.succeeds("open *:80/tcp");
        daemon.passes(Duration.ofSeconds(1));
        assertTrue(daemon.supervisor.statuses.get(1).startsWith("serving: "));
        assertEquals(2, daemon.supervisor.statuses.size());
    }

    @Test
    void the_place_of_the_first_error_is_in_the_status_until_it_is_mended() {
        daemon.serves(HTTP);
        daemon.reloads(HTTP, "nonsense stream", "more nonsense");
        String status = daemon.supervisor.statuses.get(1);
        assertTrue(status.contains("; problems=2, the first: inetd.conf:2:"), status);
        daemon.reloads(HTTP);
        assertTrue(!daemon.supervisor.statuses.get(2).contains("problems"));
    }

    @Test
    void a_file_that_cannot_be_read_at_a_reload_is_in_the_status() {
        daemon.serves(HTTP);
        daemon.files.cannotBeRead(Errno.EACCES);
        daemon.reloads();
        String status = daemon.supervisor.statuses.get(1);
        assertTrue(status.contains("; not reloaded: open(inetd.conf): EACCES"), status);
    }

    @Test
    void what_it_had_no_room_to_hear_is_offered_again() {
        daemon.serves(HTTP);
        daemon.supervisor.timesTooBusy = 4;
        daemon.reloads(HTTP);
        daemon.passes(Duration.ofSeconds(1));
        assertEquals(0, daemon.supervisor.timesTooBusy);
        assertTrue(daemon.isIdleForEver());
    }
}
