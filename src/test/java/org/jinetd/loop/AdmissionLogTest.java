package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.event.Event;
import org.jinetd.plan.LogSettings;
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.LogSettings.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmissionLogTest {

    private static final String FINGER = "finger stream tcp4 nowait.0 nobody /usr/sbin/fingerd";
    private static final String AT = "*:79/tcp";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client comes(String from) {
        Client client = daemon.os.connect(AT, from);
        daemon.settle();
        return client;
    }

    @Test
    void refusals_of_one_source_are_told_once_in_a_while_with_their_number() {
        daemon.serves(Guarded.service(FINGER).onlyFrom("203.0.113.1").plan());
        for (int i = 0; i < 5; i++) {
            comes("192.0.2.1");
        }
        comes("192.0.2.2");
        assertEquals(2, daemon.said(Event.Refused.class).size());
        daemon.forgets();
        daemon.passes(Duration.ofSeconds(10));
        comes("192.0.2.1");
        assertEquals(4, daemon.saidOnce(Event.Refused.class).leftOut());
        comes("192.0.2.1");
        daemon.passes(MINUTE);
        assertEquals(1, daemon.saidOnce(Event.RefusedMore.class).count());
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void the_log_says_what_is_wanted_and_no_more_of_an_address_than_allowed() {
        LogSettings onlyRefusals =
                new LogSettings(Optional.of(Set.of(Fact.REFUSED)), Anonymise.PREFIX);
        daemon.serves(Guarded.service(FINGER).noAccess("192.0.2.1").log(onlyRefusals).plan());
        comes("192.0.2.1");
        assertEquals("192.0.2.0/24", daemon.saidOnce(Event.Refused.class).peer().toString());
        comes("192.0.2.2");
        daemon.ends(daemon.starts(), 256);
        Event.ChildEnded ended = daemon.saidOnce(Event.ChildEnded.class);
        assertEquals(Event.Level.DEBUG, ended.level());
        assertEquals("192.0.2.0/24", ended.peer().orElseThrow().toString());
        LogSettings nothing = new LogSettings(Optional.of(Set.of()), Anonymise.HASH);
        daemon.reloads(Guarded.service(FINGER).noAccess("192.0.2.1").log(nothing).plan());
        daemon.forgets();
        comes("192.0.2.1");
        assertEquals(List.of(), daemon.said(Event.Refused.class));
        comes("192.0.2.2");
        daemon.starts();
        String word = daemon.saidOnce(Event.Started.class).peer().orElseThrow().toString();
        assertTrue(word.matches("#[0-9a-f]{12}"), word);
    }
}
