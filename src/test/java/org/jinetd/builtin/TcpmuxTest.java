package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jinetd.builtin.Tcpmux.Question;
import org.jinetd.config.Position;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Limits;
import org.jinetd.plan.MuxedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpmuxTest {

    private static final String LONGEST = "x".repeat(MuxedService.LONGEST_NAME);

    @ParameterizedTest
    @ValueSource(strings = {"files\r\n", "FILES\r\n", "Files\n"})
    void a_name_counts_in_any_case(String line) {
        assertEquals(Optional.of(new Question.Named("files")), hear(line));
    }

    @ParameterizedTest
    @CsvSource({"'\r\n', ''", "'\n', ''", "'+files\n', +files", "'x \n', 'x '", "'x\r\r\n', 'x\r'"})
    void whatever_is_not_the_end_of_the_line_belongs_to_the_name(String line, String name) {
        assertEquals(Optional.of(new Question.Named(name)), hear(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help\r\n", "HELP\n"})
    void help_is_no_name(String line) {
        assertEquals(Optional.of(new Question.Help()), hear(line));
    }

    @Test
    void the_answer_to_help_is_a_line_for_each_name_as_it_is_written() {
        assertEquals("Files\r\nmail\r\n", Tcpmux.help(List.of(service("Files"), service("mail"))));
        assertEquals("", Tcpmux.help(List.of()));
    }

    @Test
    void a_line_goes_on_until_its_end() {
        assertEquals(Optional.empty(), hear("files"));
        assertEquals(Optional.empty(), hear("files\r"));
        assertEquals(Optional.empty(), hear(LONGEST + "\r"));
        assertEquals(Optional.of(new Question.Named(LONGEST)), hear(LONGEST + "\r\n"));
    }

    @Test
    void a_name_that_is_too_long_is_none() {
        assertEquals(Optional.of(new Question.Unreadable()), hear(LONGEST + "x"));
        assertEquals(Optional.of(new Question.Unreadable()), hear(LONGEST + "\r\r"));
    }

    /** Returns what the last byte comes to; no other may end the line. */
    private static Optional<Question> hear(String line) {
        Tcpmux tcpmux = new Tcpmux();
        Optional<Question> question = Optional.empty();
        for (byte next : line.getBytes(StandardCharsets.US_ASCII)) {
            assertEquals(Optional.empty(), question);
            question = tcpmux.hear(next);
        }
        return question;
    }

    private static MuxedService service(String name) {
        Identity root = new Identity("root", 0, 0, List.of());
        return new MuxedService(
                name,
                MuxedService.Greeting.BY_DAEMON,
                new Action.Execute("/bin/cat", List.of("cat"), root),
                Limits.NONE,
                new Position("inetd.conf", 1, 1));
    }
}
