package org.jinetd.builtin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jinetd.builtin.Conversation.Wants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChargenTest {

    /** So that the pattern comes round more often than its copies in memory. */
    private static final int LINES = 95 * 23;

    private final Conversation chargen = new Chargen();

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    /** The RFC's text, by its definition. */
    private static String text(int lines) {
        String ring =
                IntStream.range(' ', 0x7f)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            text.append((ring + ring).substring(line % 95, line % 95 + 72)).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void starts_as_every_inetd_does() {
        String first = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg";
        String second = first.substring(1) + "h";
        String expected = String.join("\r\n", first, second, "");
        Wire wire = Wire.wide(chargen, new byte[0]);
        assertEquals(expected, new String(wire.untilSent(148), US_ASCII));
    }

    @Test
    void sends_lines_of_72_characters_each_starting_one_further() {
        Wire wire = Wire.wide(chargen, new byte[0]);
        assertEquals(text(LINES), new String(wire.untilSent(LINES * 74), US_ASCII));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sends_the_same_whatever_the_client_says_and_the_kernel_takes(int seed) {
        Random random = new Random(seed);
        Wire wire =
                new Wire(
                        chargen,
                        new byte[random.nextInt(2000)],
                        n -> 1 + random.nextInt(n),
                        n -> random.nextInt(1 + random.nextInt(n)));
        assertEquals(text(LINES), new String(wire.untilSent(LINES * 74), US_ASCII));
    }

    @Test
    void drops_what_the_client_sends() {
        ByteBuffer buffer = ByteBuffer.allocate(10);
        chargen.received(buffer);
        assertFalse(buffer.hasRemaining());
    }

    @Test
    void goes_on_after_the_clients_end_of_file_and_reads_no_more() {
        assertEquals(Wants.READ_OR_WRITE, chargen.wants());
        chargen.ended();
        assertEquals(Wants.WRITE, chargen.wants());
    }

    @Test
    void always_offers_enough_for_a_big_write_from_memory_that_all_connections_share() {
        for (int sent = 0; sent < 3 * Ring.PERIOD; sent += 61) {
            ByteBuffer output = chargen.output(ByteBuffer.allocate(1));
            assertTrue(output.isReadOnly() && output.isDirect());
            assertEquals(63_270, output.remaining());
            chargen.sent(output.position(output.position() + 61));
        }
    }
}
