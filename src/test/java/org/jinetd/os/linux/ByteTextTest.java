package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ByteTextTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static byte[] encode(String text) {
        int room = ByteText.MOST_BYTES_PER_CHAR * text.length();
        ByteBuffer buffer = ByteBuffer.allocate(room + 3);
        int end = ByteText.encode(text, buffer, 3);
        assertTrue(end <= 3 + room);
        return Arrays.copyOfRange(buffer.array(), 3, end);
    }

    /** Returns bytes of which many, but not all, are valid UTF-8. */
    private static byte[] bytes(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = random.nextInt(200); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                bytes.write(random.nextInt(256));
            } else {
                int point = random.nextInt(1 << (1 + random.nextInt(20)));
                byte[] valid = Character.toString(point).getBytes(StandardCharsets.UTF_8);
                int cut = random.nextInt(8) == 0 ? 1 : 0;
                bytes.write(valid, 0, valid.length - cut);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_bytes_come_back_from_their_text(long seed) {
        byte[] bytes = bytes(new Random(seed));
        assertArrayEquals(bytes, encode(ByteText.decode(bytes)));
        byte[] noise = new byte[1000];
        new Random(seed).nextBytes(noise);
        assertArrayEquals(noise, encode(ByteText.decode(noise)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void texts_joined_are_bytes_joined(long seed) {
        byte[] bytes = bytes(new Random(seed));
        for (int at = 0; at <= bytes.length; at++) {
            String head = ByteText.decode(Arrays.copyOf(bytes, at));
            String tail = ByteText.decode(Arrays.copyOfRange(bytes, at, bytes.length));
            assertArrayEquals(bytes, encode(head + tail));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bytes_are_escaped_when_and_only_when_the_jdk_finds_them_malformed(long seed) {
        compareWithJdk(bytes(new Random(seed)));
    }

    @Test
    void every_sequence_of_two_bytes_is_read_as_the_jdk_does() {
        for (int word = 0; word <= 0xffff; word++) {
            compareWithJdk(new byte[] {(byte) (word >> 8), (byte) word});
        }
    }

    /** Later bytes matter only by being 80 to bf, or not, so their borders stand for all. */
    @Test
    void longer_sequences_are_read_as_the_jdk_does() {
        int[] later = {0x7f, 0x80, 0xbf, 0xc0};
        for (int start = 0xe000; start <= 0xf7ff; start++) {
            for (int third : later) {
                byte[] three = {(byte) (start >> 8), (byte) start, (byte) third};
                compareWithJdk(three);
                for (int fourth : later) {
                    byte[] four = Arrays.copyOf(three, 4);
                    four[3] = (byte) fourth;
                    compareWithJdk(four);
                }
            }
        }
    }

    private static void compareWithJdk(byte[] bytes) {
        String text = ByteText.decode(bytes);
        try {
            String jdk =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            assertEquals(jdk, text);
        } catch (CharacterCodingException e) {
            assertTrue(text.codePoints().anyMatch(point -> point >= 0xdc80 && point <= 0xdcff));
            assertArrayEquals(bytes, encode(text));
        }
    }

    @Test
    void every_character_is_written_and_read_as_the_jdk_does() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                String text = Character.toString(point);
                byte[] jdk = text.getBytes(StandardCharsets.UTF_8);
                assertArrayEquals(jdk, encode(text));
                assertEquals(text, ByteText.decode(jdk));
            }
        }
    }

    @Test
    void each_byte_of_what_is_no_utf_8_has_a_character_of_its_own() {
        byte[] latin1 = {'x', (byte) 0xe9, 'y', (byte) 0xff, (byte) 0xc0, (byte) 0x80};
        assertEquals("x\udce9y\udcff\udcc0\udc80", ByteText.decode(latin1));
    }
}
