package org.jinetd.builtin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.jinetd.builtin.Conversation.Wants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementTest {

    private static final String TEXT = "the quick brown fox\r\n";

    private final Conversation announcement =
            new Announcement(ByteBuffer.wrap(TEXT.getBytes(US_ASCII)));

    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    private void say() {
        ByteBuffer output = announcement.output(ByteBuffer.allocate(100));
        announcement.sent(output.position(output.limit()));
    }

    @Test
    void speaks_first() {
        assertEquals(Wants.WRITE, announcement.wants());
    }

    @Test
    void says_its_text_and_closes_after_the_clients_end_of_file() {
        assertEquals(
                TEXT, new String(Wire.wide(announcement, new byte[0]).untilClosed(), US_ASCII));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void says_the_same_whatever_the_client_says_and_the_kernel_takes(int seed) {
        Random random = new Random(seed);
        Wire wire =
                new Wire(
                        announcement,
                        new byte[random.nextInt(2000)],
                        n -> 1 + random.nextInt(n),
                        n -> random.nextInt(1 + n));
        assertEquals(TEXT, new String(wire.untilClosed(), US_ASCII));
    }

    @Test
    void says_its_text_in_as_many_pieces_as_the_scratch_buffer_asks_for() {
        ByteBuffer scratch = ByteBuffer.allocate(20);
        assertEquals(20, announcement.output(scratch).remaining());
        announcement.sent(scratch.position(20));
        assertEquals(1, announcement.output(scratch).remaining());
    }

    @Test
    void lingers_when_all_is_said() {
        say();
        assertEquals(Wants.LINGER, announcement.wants());
        assertFalse(announcement.output(ByteBuffer.allocate(10)).hasRemaining());
    }

    @Test
    void lingers_for_seconds_and_not_for_minutes() {
        assertTrue(Conversation.LINGER_LIMIT.toSeconds() <= 5);
        assertTrue(Wants.LINGER.reads() && !Wants.LINGER.writes());
    }

    @Test
    void drops_what_comes_while_it_lingers() {
        say();
        ByteBuffer buffer = ByteBuffer.allocate(10);
        announcement.received(buffer);
        assertFalse(buffer.hasRemaining());
        announcement.sent(buffer);
        assertEquals(Wants.LINGER, announcement.wants());
    }

    @Test
    void loses_its_patience_with_a_client_that_never_stops() {
        say();
        announcement.received(ByteBuffer.allocate(Announcement.PATIENCE - 1));
        assertEquals(Wants.LINGER, announcement.wants());
        announcement.received(ByteBuffer.allocate(1));
        assertEquals(Wants.CLOSE, announcement.wants());
    }
}
