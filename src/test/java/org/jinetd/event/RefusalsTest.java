package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.jinetd.admit.Reason;
import org.jinetd.plan.Ip;
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.Peer;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final Reason FULL = Reason.of(Reason.Kind.INSTANCES, "1 at a time");
    private static final Reason SHUT = Reason.of(Reason.Kind.NO_ACCESS, "192.0.2.0/24");

    private final Refusals refusals = new Refusals();

    private Optional<Event.Refused> refused(int source, Reason reason, long now) {
        Peer peer = new Peer.Inet(Ip.v4(source), 4711, Ip.v4(1), 79);
        return refusals.refused("finger/tcp", source, peer, reason, now);
    }

    @Test
    void of_one_source_and_reason_one_is_told_in_a_while_with_those_since() {
        long start = Long.MAX_VALUE - 5;
        assertEquals(0, refused(1, FULL, start).orElseThrow().leftOut());
        assertTrue(refused(1, FULL, start + 1).isEmpty());
        assertTrue(refused(1, FULL, start + 2).isEmpty());
        assertTrue(refused(1, SHUT, start + 2).isPresent());
        assertTrue(refused(2, FULL, start + 2).isPresent());
        assertTrue(refusals.owesSummary());
        long later = start + Refusals.QUIET_NANOS;
        assertEquals(2, refused(1, FULL, later).orElseThrow().leftOut());
        assertFalse(refusals.owesSummary());
        assertEquals(Optional.empty(), refusals.summary("finger/tcp"));
    }

    @Test
    void of_many_sources_some_are_told_and_the_rest_is_summed_up() {
        long told = 0;
        for (int i = 0; i < 10_000; i++) {
            told += refused(i, FULL, 0).isPresent() ? 1 : 0;
        }
        assertEquals(Refusals.MOST_LINES, told);
        assertEquals(
                Optional.of(new Event.RefusedMore("finger/tcp", 10_000 - told)),
                refusals.summary("finger/tcp"));
        assertFalse(refusals.owesSummary());
    }

    @Test
    void each_refusal_is_told_or_counted_once_and_few_sources_are_remembered() {
        long all = 0;
        long heard = 0;
        Random random = new Random(3);
        for (long now = 0; now < 200 * Refusals.QUIET_NANOS; now += Refusals.QUIET_NANOS / 50) {
            for (int i = 0; i < 5; i++) {
                all++;
                heard +=
                        refused(random.nextInt(3000), FULL, now)
                                .map(told -> 1 + told.leftOut())
                                .orElse(0L);
            }
            assertTrue(refusals.sources() <= Refusals.MOST_SOURCES);
        }
        heard += refusals.summary("finger/tcp").map(Event.RefusedMore::count).orElse(0L);
        assertEquals(all, heard);
    }

    @Test
    void a_veiled_address_is_its_network_or_a_word_that_only_this_start_has() {
        Peer v4 = new Peer.Inet(Ip.parse("::ffff:192.0.2.7").orElseThrow(), 1, Ip.v4(1), 2);
        Peer v6 = new Peer.Inet(Ip.parse("2001:db8:1:2::7").orElseThrow(), 1, Ip.v4(1), 2);
        Veil veil = new Veil(new byte[] {1, 2, 3});
        assertEquals("192.0.2.7:1", veil.of(v4, Anonymise.NO).toString());
        assertEquals("192.0.2.0/24", veil.of(v4, Anonymise.PREFIX).toString());
        assertEquals("2001:db8:1::/48", veil.of(v6, Anonymise.PREFIX).toString());
        String word = veil.of(v4, Anonymise.HASH).toString();
        Peer again = new Peer.Inet(Ip.parse("192.0.2.7").orElseThrow(), 9, Ip.v4(1), 2);
        assertEquals(word, veil.of(again, Anonymise.HASH).toString());
        assertFalse(word.equals(veil.of(v6, Anonymise.HASH).toString()));
        assertFalse(word.equals(new Veil(new byte[] {4}).of(v4, Anonymise.HASH).toString()));
        Peer unix = new Peer.Unix("/run/x");
        assertEquals(unix, veil.of(unix, Anonymise.HASH));
    }
}
