package org.jinetd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentReplyTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    4711,22:USERID:UNIX:joe|joe
                    4711 , 22 : USERID : UNIX : joe|joe
                    4711, 22 : USERID : OTHER, US-ASCII : a:b|a:b
                    4711,22:USERID:UNIX:joe smith|joe
                    4711,22:USERID:UNIX:|
                    4711,22:USERID:UNIX:jo\u00e9|
                    4711,22:USERID:UNIX:j\u0001oe|
                    4711,23:USERID:UNIX:joe|
                    4712,22:USERID:UNIX:joe|
                    99999999,22:USERID:UNIX:joe|
                    4711,22:ERROR:NO-USER|
                    4711,22:USERID:UNIX|
                    |
                    """)
    void a_reply_about_this_connection_names_its_user(String line, String user) {
        String reply = Optional.ofNullable(line).orElse("");
        assertEquals(Optional.ofNullable(user), IdentReply.user(reply, 4711, 22));
        assertEquals(Optional.ofNullable(user), IdentReply.user(reply + "\r", 4711, 22));
    }

    @Test
    void a_reply_is_not_endless() {
        String long1 = "4711,22:USERID:UNIX:" + "x".repeat(600);
        String long2 = "4711,22:USERID:UNIX:joe" + " ".repeat(1000);
        assertEquals(Optional.empty(), IdentReply.user(long1, 4711, 22));
        assertEquals(Optional.empty(), IdentReply.user(long2, 4711, 22));
    }

    @Test
    void the_query_has_the_ports_as_the_client_sees_them() {
        assertEquals("4711,22\r\n", IdentReply.query(4711, 22));
    }
}
