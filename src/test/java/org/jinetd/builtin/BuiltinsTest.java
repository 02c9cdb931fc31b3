package org.jinetd.builtin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jinetd.plan.BuiltIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinsTest {

    private static final long NOW = Instant.parse("2026-11-24T14:48:51.999Z").toEpochMilli();

    private final Builtins builtins = new Builtins(ZoneOffset.UTC);
    private final ByteBuffer response =
            ByteBuffer.allocateDirect(Answer.ROOM).order(ByteOrder.LITTLE_ENDIAN);

    private byte[] answer(Answer answer, byte[] request, long wallMillis) {
        assertTrue(answer.reply(ByteBuffer.wrap(request), response, wallMillis));
        byte[] bytes = new byte[response.remaining()];
        response.get(bytes);
        return bytes;
    }

    private String daytime(ZoneId zone, String instant) {
        Answer daytime = new Builtins(zone).answer(BuiltIn.DAYTIME);
        return new String(
                answer(daytime, new byte[0], Instant.parse(instant).toEpochMilli()), US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T14:48:51Z, Tue Nov 24 14:48:51 2026",
        "2026-11-24T14:48:51.999Z, Tue Nov 24 14:48:51 2026",
        "2027-01-01T00:00:00Z, Fri Jan  1 00:00:00 2027",
        "2028-02-29T09:08:07Z, Tue Feb 29 09:08:07 2028",
        "2036-02-07T06:28:16Z, Thu Feb  7 06:28:16 2036",
        "1970-01-01T00:00:00Z, Thu Jan  1 00:00:00 1970",
        "1969-12-31T23:59:59.500Z, Wed Dec 31 23:59:59 1969",
        "2025-09-07T10:10:10Z, Sun Sep  7 10:10:10 2025",
        "2025-09-06T10:10:10Z, Sat Sep  6 10:10:10 2025",
        "+12345-06-01T00:00:00Z, Fri Jun  1 00:00:00 12345",
    })
    void daytime_is_what_ctime_says(String instant, String text) {
        assertEquals(text + "\r\n", daytime(ZoneOffset.UTC, instant));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-11-24T14:48:51Z, Tue Nov 24 15:48:51 2026",
        "Europe/Berlin, 2026-07-24T23:48:51Z, Sat Jul 25 01:48:51 2026",
        "America/New_York, 2026-01-01T00:00:00Z, Wed Dec 31 19:00:00 2025",
    })
    void daytime_is_told_in_the_given_zone(ZoneId zone, String instant, String text) {
        assertEquals(text + "\r\n", daytime(zone, instant));
    }

    @ParameterizedTest
    @CsvSource({
        "1900-01-01T00:00:00Z, 00000000",
        "1970-01-01T00:00:00Z, 83aa7e80",
        "1969-12-31T23:59:59.500Z, 83aa7e7f",
        "1980-01-01T00:00:00Z, 96792480", // 2 524 521 600, an example of the RFC
        "2026-11-24T14:48:51.999Z, eeb02253",
        "2036-02-07T06:28:15.999Z, ffffffff",
        "2036-02-07T06:28:16Z, 00000000",
        "2036-02-07T06:28:17Z, 00000001",
    })
    void time_is_four_unsigned_bytes_that_wrap_in_2036(String instant, String hex) {
        Answer time = builtins.answer(BuiltIn.TIME);
        byte[] bytes = answer(time, new byte[1], Instant.parse(instant).toEpochMilli());
        assertEquals(hex, HexFormat.of().formatHex(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "hello\0world"})
    void a_datagram_is_echoed_even_an_empty_one(String text) {
        Answer echo = builtins.answer(BuiltIn.ECHO);
        assertArrayEquals(text.getBytes(UTF_8), answer(echo, text.getBytes(UTF_8), NOW));
    }

    @Test
    void the_longest_datagram_is_echoed() {
        byte[] longest = new byte[65_507];
        longest[65_506] = 1;
        assertArrayEquals(longest, answer(builtins.answer(BuiltIn.ECHO), longest, NOW));
    }

    @Test
    void a_discarded_datagram_is_not_answered() {
        Answer discard = builtins.answer(BuiltIn.DISCARD);
        assertFalse(discard.reply(ByteBuffer.allocate(9), response, NOW));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "511, 511", "512, 512", "513, 512", "65507, 512"})
    void chargen_answers_with_as_much_as_it_got_and_at_most_512(int request, int answer) {
        Answer chargen = builtins.answer(BuiltIn.CHARGEN);
        assertEquals(answer, answer(chargen, new byte[request], NOW).length);
    }

    @Test
    void chargen_has_no_answer_to_an_empty_datagram() {
        Answer chargen = builtins.answer(BuiltIn.CHARGEN);
        assertFalse(chargen.reply(ByteBuffer.allocate(0), response, NOW));
    }

    @Test
    void every_answer_of_chargen_starts_one_line_further() {
        byte[] stream = Wire.wide(new Chargen(), new byte[0]).untilSent(300 * 74 + 512);
        Answer chargen = builtins.answer(BuiltIn.CHARGEN);
        for (int line = 0; line < 300; line++) {
            String expected = new String(stream, line * 74, 512, US_ASCII);
            assertEquals(expected, new String(answer(chargen, new byte[600], NOW), US_ASCII));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DAYTIME", "TIME", "QOTD"})
    void a_stream_says_the_same_as_a_datagram(BuiltIn service) {
        byte[] datagram = answer(builtins.answer(service), new byte[0], NOW);
        Conversation stream = builtins.conversation(service, NOW);
        assertArrayEquals(datagram, Wire.wide(stream, new byte[0]).untilClosed());
    }

    @ParameterizedTest
    @CsvSource({
        "ECHO, READ",
        "DISCARD, READ",
        "CHARGEN, READ_OR_WRITE",
        "DAYTIME, WRITE",
        "IDENT, READ"
    })
    void each_stream_service_has_its_conversation(BuiltIn service, Conversation.Wants wants) {
        assertEquals(wants, builtins.conversation(service, NOW).wants());
    }

    @Test
    void the_quote_changes_on_sockets_that_are_served_already() {
        Answer qotd = builtins.answer(BuiltIn.QOTD);
        builtins.quote(Quote.of(ByteBuffer.wrap("Be brief.\n".getBytes(UTF_8))));
        assertEquals("Be brief.\n", new String(answer(qotd, new byte[1], NOW), UTF_8));
        Conversation stream = builtins.conversation(BuiltIn.QOTD, NOW);
        byte[] said = Wire.wide(stream, new byte[0]).untilClosed();
        assertEquals("Be brief.\n", new String(said, UTF_8));
    }

    @Test
    void what_is_not_answered_in_a_way_is_not_answered_as_something_else() {
        assertThrows(
                IllegalArgumentException.class, () -> builtins.conversation(BuiltIn.TCPMUX, 0));
        assertThrows(IllegalArgumentException.class, () -> builtins.answer(BuiltIn.TCPMUX));
        assertThrows(IllegalArgumentException.class, () -> builtins.answer(BuiltIn.IDENT));
    }
}
