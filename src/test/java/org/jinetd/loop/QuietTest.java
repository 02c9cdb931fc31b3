package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jinetd.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuietTest {

    @RegisterExtension final Scenario daemon = Scenario.quiet();

    @Test
    void what_goes_well_is_not_logged_and_what_does_not_is() {
        daemon.serves("finger stream tcp4 nowait nobody /usr/sbin/fingerd");
        daemon.connects("*:79/tcp");
        FakeProcess good = daemon.starts();
        assertEquals(Event.Level.DEBUG, daemon.saidOnce(Event.Started.class).level());
        daemon.ends(good);
        assertEquals(Event.Level.DEBUG, daemon.saidOnce(Event.ChildEnded.class).level());
        daemon.forgets();
        daemon.connects("*:79/tcp");
        daemon.ends(daemon.starts(), 9);
        assertEquals(Event.Level.INFO, daemon.saidOnce(Event.ChildEnded.class).level());
    }

    @Test
    void a_client_of_tcpmux_whose_program_has_started_makes_room_at_once() {
        daemon.serves(
                "tcpmux stream tcp4 nowait.0/1 root internal",
                "tcpmux/date stream tcp nowait root /bin/date");
        daemon.connects("*:1/tcp").says("date\r\n");
        daemon.settle();
        Client second = daemon.connects("*:1/tcp");
        assertFalse(second.isAccepted());
        daemon.starts();
        assertTrue(second.isAccepted());
    }
}
