package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ClassicSyntaxTest {

    private static final String SIX = "echo stream tcp nowait root internal";

    @Test
    void a_file_of_nothing_has_no_statements() {
        assertEquals(List.of(), statements(""));
        assertEquals(List.of(), statements("\uFEFF"));
        assertEquals(List.of(), statements("\n \t\n\r\n# x\n\\\n"));
    }

    @Test
    void a_word_on_a_continued_line_stands_where_it_is_written() {
        Statement.Entry entry =
                entry("# c\necho stream\n  tcp\tnowait\n# c\n\troot \\\ninternal a\\\nb c");
        assertEquals("inetd.conf:2:1", entry.at().toString());
        assertEquals("inetd.conf:2:6", entry.type().at().toString());
        assertEquals("inetd.conf:3:3", entry.protocol().at().toString());
        assertEquals("inetd.conf:3:7", entry.mode().at().toString());
        assertEquals("inetd.conf:5:2", entry.user().at().toString());
        assertEquals("inetd.conf:6:1", entry.program().at().toString());
        assertEquals("ab", entry.arguments().get(0).text());
        assertEquals("inetd.conf:6:10", entry.arguments().get(0).at().toString());
        assertEquals("inetd.conf:7:3", entry.arguments().get(1).at().toString());
    }

    @Test
    void a_byte_order_mark_takes_no_column() {
        assertEquals("inetd.conf:1:1", entry("\uFEFF" + SIX).at().toString());
    }

    @Test
    void a_host_alone_is_a_default_without_its_colon() {
        assertEquals(
                List.of(
                        new Statement.DefaultHost(
                                new Word("::1", new Position("inetd.conf", 1, 1)))),
                statements("::1:\n"));
    }

    @Test
    void a_backslash_joins_whatever_comes_next_even_a_blank_line_or_a_mark() {
        assertEquals(List.of(), entry(SIX + " \\\n\n").arguments());
        assertEquals("#", entry(SIX + " \\\n#").arguments().get(0).text());
        assertEquals(2, statements(SIX + " \\\n\n" + SIX).size());
    }

    @Test
    void a_line_of_64_kib_is_read_and_one_more_character_is_too_many() {
        String most = SIX + " " + "x".repeat(LogicalLine.MAX_LENGTH - SIX.length() - 1);
        assertEquals(1, entry(most).arguments().size());
        Parsed<List<Statement>> parsed = parse(most + "x\n" + SIX);
        assertEquals(
                "inetd.conf:1:1: error: a line has at most 65536 characters, this has more"
                        + " — put the arguments into a script",
                parsed.problems().get(0).toString());
        assertInstanceOf(Statement.Broken.class, parsed.value().get(0));
        assertInstanceOf(Statement.Entry.class, parsed.value().get(1));
    }

    @Test
    void a_line_of_many_continuations_is_too_long_as_well() {
        Parsed<List<Statement>> parsed = parse(SIX + "\n a".repeat(40_000) + "\n" + SIX);
        assertEquals(1, parsed.problems().size());
        assertEquals(2, parsed.value().size());
    }

    @Test
    void a_line_that_starts_with_a_bad_character_is_broken_all_the_same() {
        Parsed<List<Statement>> parsed = parse("\u0007\n");
        Statement broken = parsed.value().get(0);
        assertEquals("inetd.conf:1:1", broken.at().toString());
    }

    @Test
    void a_continuation_of_nothing_that_is_a_backslash_is_broken_all_the_same() {
        assertInstanceOf(Statement.Broken.class, parse(" \\").value().get(0));
    }

    @Test
    void problems_come_in_the_order_of_the_lines() {
        Parsed<List<Statement>> parsed = parse("ftp stream\n#@ in ipsec x\n");
        assertEquals(
                List.of(1, 2),
                parsed.problems().stream().map(problem -> problem.at().line()).toList());
    }

    @Test
    void time_grows_with_the_text_and_no_faster() {
        Duration moment = Duration.ofSeconds(10);
        for (String line :
                List.of(
                        SIX + "\n",
                        "\n x",
                        "'",
                        "\\\n",
                        "\"\\",
                        "a\\\n",
                        "# \n",
                        "x ",
                        "x on\n",
                        "x on a=b;",
                        "x on '\"",
                        "x on a=b;\"'",
                        "x on #\n",
                        "x on a = b,\n c = 'd e';\n",
                        ".include x\n")) {
            String text = line.repeat(500_000 / line.length());
            Assertions.assertTimeout(moment, () -> parse(text), line);
        }
    }

    @Test
    void each_statement_is_handed_to_the_one_who_takes_its_kind() {
        Kinds kinds = new Kinds();
        String text = SIX + "\nhost:\nx y\necho on a = b;\n.include 'x'\n";
        statements(text).forEach(statement -> statement.match(kinds));
        assertEquals(
                List.of(
                        "entry at inetd.conf:1:1",
                        "host at inetd.conf:2:1",
                        "broken at inetd.conf:3:1",
                        "definition at inetd.conf:4:1",
                        "include at inetd.conf:5:10"),
                kinds.seen);
    }

    private static final class Kinds implements Statement.Cases {
        private final List<String> seen = new ArrayList<>();

        private void saw(String kind, Statement statement) {
            seen.add(kind + " at " + statement.at());
        }

        @Override
        public void entry(Statement.Entry line) {
            saw("entry", line);
        }

        @Override
        public void definition(Statement.Definition definition) {
            saw("definition", definition);
        }

        @Override
        public void defaultHost(Statement.DefaultHost line) {
            saw("host", line);
        }

        @Override
        public void include(Statement.Include line) {
            saw("include", line);
        }

        @Override
        public void broken(Statement.Broken line) {
            saw("broken", line);
        }
    }

    private static Parsed<List<Statement>> parse(String text) {
        return ClassicSyntax.parse(new SourceText("inetd.conf", text));
    }

    private static List<Statement> statements(String text) {
        return parse(text).value();
    }

    private static Statement.Entry entry(String text) {
        Parsed<List<Statement>> parsed = parse(text);
        assertTrue(parsed.ok(), () -> parsed.problems().toString());
        return assertInstanceOf(Statement.Entry.class, parsed.value().get(0));
    }
}
