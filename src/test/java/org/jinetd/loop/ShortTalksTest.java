package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ident and the quote of the day. */
class ShortTalksTest {

    private static final String IDENT = "auth stream tcp4 nowait root internal";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client says(Client client, String text) {
        client.says(text);
        daemon.settle();
        return client;
    }

    @Test
    void ident_hides_every_user() {
        daemon.serves(IDENT);
        Client client = says(daemon.connects("*:113/tcp"), "6193, 23\r\n").saysNoMore();
        daemon.settle();
        assertEquals("6193 , 23 : ERROR : HIDDEN-USER\r\n", client.heard());
        assertTrue(client.isClosed());
        assertTrue(daemon.isIdleForEver(), "its limits are called off");
    }

    @Test
    void ident_waits_ten_seconds_however_slowly_somebody_asks() {
        daemon.serves(IDENT);
        Client client = daemon.connects("*:113/tcp");
        for (int i = 0; i < 9; i++) {
            daemon.passes(Duration.ofSeconds(1));
            says(client, " ");
        }
        daemon.passes(LIMIT.minusSeconds(9).minusNanos(1));
        assertFalse(client.isClosed());
        daemon.passes(Duration.ofNanos(1));
        assertTrue(client.isClosed());
        assertEquals("", client.heard());
        assertTrue(daemon.isIdleForEver(), "its idle limit is called off");
    }

    @Test
    void a_quote_is_said_over_streams_and_datagrams_and_a_reload_brings_the_next() {
        String[] lines = {
            "qotd stream tcp4 nowait root internal", "qotd dgram udp4 wait root internal"
        };
        daemon.files.say("Be brief.\n");
        daemon.serves(lines);
        assertEquals("Be brief.\n", daemon.connects("*:17/tcp").heard());
        daemon.files.say("Be clear.\n");
        daemon.reloads(lines);
        assertEquals("Be clear.\n", daemon.connects("*:17/tcp").heard());
        daemon.datagram("*:17/udp", "");
        assertEquals(List.of("Be clear.\n"), daemon.os.replies.stream().map(Reply::text).toList());
    }
}
