package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6193, 23        | 6193 , 23 : ERROR : HIDDEN-USER",
                "6193,23         | 6193 , 23 : ERROR : HIDDEN-USER",
                "1 , 65535       | 1 , 65535 : ERROR : HIDDEN-USER",
                "0, 23           | 0 , 23 : ERROR : INVALID-PORT",
                "6193, 65536     | 6193 , 65536 : ERROR : INVALID-PORT",
                "6193            | 0 , 0 : ERROR : INVALID-PORT",
                "6193, 23, 1     | 0 , 0 : ERROR : INVALID-PORT",
                "-1, 23          | 0 , 0 : ERROR : INVALID-PORT",
                "6193, 999999999 | 0 , 0 : ERROR : INVALID-PORT",
                "''              | 0 , 0 : ERROR : INVALID-PORT",
            })
    void a_question_has_this_answer(String question, String answer) {
        assertEquals(answer + "\r\n", talk(question + "\r\n"));
        assertEquals(answer + "\r\n", talk(question + "\n"));
    }

    @Test
    void a_question_may_come_byte_by_byte() {
        byte[] question = ascii("6193, 23\r\n");
        String answer = text(new Wire(new Ident(), question, n -> 1, n -> 1).untilClosed());
        assertEquals("6193 , 23 : ERROR : HIDDEN-USER\r\n", answer);
    }

    @Test
    void only_the_first_question_is_answered() {
        assertEquals("1 , 2 : ERROR : HIDDEN-USER\r\n", talk("1,2\r\n3,4\r\n"));
    }

    @Test
    void a_line_without_end_gets_no_answer() {
        assertEquals("", talk("1,2"));
        assertEquals("", talk(" ".repeat(Ident.LONGEST + 1)));
    }

    @Test
    void the_longest_line_is_read() {
        String padded = "1,2" + " ".repeat(Ident.LONGEST - 3) + "\n";
        assertEquals("1 , 2 : ERROR : HIDDEN-USER\r\n", talk(padded));
    }

    private static String talk(String question) {
        return text(Wire.wide(new Ident(), ascii(question)).untilClosed());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
