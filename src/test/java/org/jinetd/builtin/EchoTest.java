package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.jinetd.builtin.Conversation.Wants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EchoTest {

    private final Conversation echo = new Echo();

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @Test
    void leaves_what_it_received_in_the_same_buffer_to_be_written() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(10, 1)).position(3);
        echo.received(buffer);
        assertEquals(3, buffer.position());
        assertEquals(10, buffer.limit());
    }

    @Test
    void reads_on_when_the_kernel_took_everything() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(10, 1));
        echo.received(buffer);
        buffer.position(10);
        echo.sent(buffer);
        assertEquals(Wants.READ, echo.wants());
    }

    @Test
    void reads_no_more_until_the_rest_of_a_short_write_is_gone() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(10, 1));
        echo.received(buffer);
        echo.sent(buffer.position(4));
        assertEquals(Wants.WRITE, echo.wants());
        assertThrows(IllegalStateException.class, () -> echo.received(buffer));

        ByteBuffer rest = echo.output(ByteBuffer.allocate(100));
        assertEquals(ByteBuffer.wrap(bytes(10, 1)).position(4), rest);
        echo.sent(rest.position(6));
        assertEquals(Wants.READ, echo.wants());
    }

    @Test
    void offers_the_rest_in_the_scratch_buffer_in_as_many_pieces_as_fit() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(10, 1));
        echo.sent(buffer);
        ByteBuffer scratch = ByteBuffer.allocate(7);
        assertSame(scratch, echo.output(scratch));
        assertEquals(7, scratch.remaining());
        echo.sent(scratch.position(7));
        assertEquals(3, echo.output(scratch).remaining());
    }

    @Test
    void has_nothing_to_say_by_itself() {
        assertEquals(Wants.READ, echo.wants());
        assertEquals(0, echo.output(ByteBuffer.allocate(7)).remaining());
    }

    @Test
    void closes_at_the_end_of_file_of_a_silent_client() {
        assertArrayEquals(new byte[0], Wire.wide(echo, new byte[0]).untilClosed());
    }

    @Test
    void gives_the_same_bytes_at_every_split_point() {
        byte[] input = bytes(100, 7);
        for (int split = 1; split < input.length; split++) {
            int first = split;
            Wire wire =
                    new Wire(
                            new Echo(),
                            input,
                            n -> n == input.length ? first : n,
                            n -> n == 1 ? 1 : n - 1);
            assertArrayEquals(input, wire.untilClosed(), "split at " + split);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void gives_the_same_bytes_at_any_split_and_with_any_short_writes(int seed) {
        Random random = new Random(seed);
        byte[] input = bytes(random.nextInt(3000), seed);
        Wire wire =
                new Wire(
                        echo,
                        input,
                        n -> 1 + random.nextInt(n),
                        n -> random.nextBoolean() ? n : random.nextInt(n + 1));
        assertArrayEquals(input, wire.untilClosed());
    }
}
