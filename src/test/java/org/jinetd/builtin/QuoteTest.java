package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuoteTest {

    @Test
    void a_short_text_is_said_as_it_is() {
        assertEquals("Be brief.\n", said("Be brief.\n"));
    }

    @Test
    void a_long_text_is_cut() {
        assertEquals("x".repeat(Quote.LONGEST), said("x".repeat(5000)));
    }

    @Test
    void no_character_is_cut_in_half() {
        assertEquals("é".repeat(255), said("é".repeat(5000)));
        assertEquals("€".repeat(170), said("€".repeat(171)));
        assertEquals("x" + "é".repeat(255), said("x" + "é".repeat(300)));
    }

    @Test
    void an_empty_file_is_no_quote() {
        assertEquals(said(Quote.byDefault()), said(""));
        assertTrue(said("").endsWith("\r\n"));
    }

    @Test
    void both_transports_say_the_same() {
        Quote quote = Quote.byDefault();
        ByteBuffer response = ByteBuffer.allocate(Answer.ROOM);
        assertTrue(quote.reply(ByteBuffer.allocate(0), response, 0));
        byte[] datagram = new byte[response.remaining()];
        response.get(datagram);
        assertArrayEquals(Wire.wide(quote.conversation(), new byte[0]).untilClosed(), datagram);
    }

    private static String said(String file) {
        return said(Quote.of(StandardCharsets.UTF_8.encode(file)));
    }

    private static String said(Quote quote) {
        byte[] said = Wire.wide(quote.conversation(), new byte[0]).untilClosed();
        return new String(said, StandardCharsets.UTF_8);
    }
}
