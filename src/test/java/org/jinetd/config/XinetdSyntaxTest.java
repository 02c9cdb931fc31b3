package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XinetdSyntaxTest {

    private static Parsed<List<XinetdStatement>> parse(String... lines) {
        return XinetdSyntax.parse(new SourceText("x", String.join("\n", lines)));
    }

    private static XinetdBlock block(Parsed<List<XinetdStatement>> parsed) {
        return (XinetdBlock) parsed.value().get(0);
    }

    @Test
    void a_block_has_its_name_and_its_lines_with_their_places() {
        Parsed<List<XinetdStatement>> parsed =
                parse(
                        "# comment",
                        " service\tftp more",
                        "  {  ",
                        "\t# wait = yes",
                        "\tserver_args += -l #x\r",
                        "",
                        "\tonly_from -=",
                        "\tport =21",
                        " } ");
        assertEquals(List.of(), parsed.problems());
        XinetdBlock block = block(parsed);
        assertEquals(XinetdBlock.Kind.SERVICE, block.kind());
        assertEquals("ftp x:2:10", block.title().text() + " " + block.title().at());
        assertEquals(3, block.assignments().size());
        XinetdBlock.Assignment first = block.assignments().get(0);
        assertEquals("server_args += [-l, #x]", text(first));
        assertEquals("x:5:20", first.values().get(1).at().toString());
        assertEquals("only_from -= []", text(block.assignments().get(1)));
        assertEquals("port = [21]", text(block.assignments().get(2)));
    }

    private static String text(XinetdBlock.Assignment line) {
        return line.attribute().text()
                + " "
                + line.operator().word()
                + " "
                + line.values().stream().map(Word::text).toList();
    }

    @Test
    void files_are_included_by_name_and_by_directory() {
        Parsed<List<XinetdStatement>> parsed =
                parse("include /etc/x", "includedir /etc/xinetd.d", "defaults", "{", "}");
        assertEquals(List.of(), parsed.problems());
        assertEquals(
                List.of(XinetdInclude.Kind.FILE, XinetdInclude.Kind.DIRECTORY),
                parsed.value().stream()
                        .limit(2)
                        .map(each -> ((XinetdInclude) each).kind())
                        .toList());
        assertEquals(XinetdBlock.Kind.DEFAULTS, ((XinetdBlock) parsed.value().get(2)).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "wait=no, x:3:1",
        "wait, x:3:1",
        "wait ~ no, x:3:1",
        "wait no, x:3:1",
        "'wait + = no', x:3:1",
        "{, x:3:1",
    })
    void a_line_that_assigns_nothing_is_a_flaw_of_its_block(String line, String at) {
        Parsed<List<XinetdStatement>> parsed = parse("service a", "{", line, "user = b", "}");
        assertEquals(at, parsed.problems().get(0).at().toString());
        assertEquals(parsed.problems(), block(parsed).flaws());
        assertEquals(1, block(parsed).assignments().size(), "what follows is read");
    }

    @Test
    void a_brace_has_a_line_of_its_own() {
        Parsed<List<XinetdStatement>> parsed =
                parse("service a {", "wait = no", "}", "service b", "{", "}");
        assertEquals("x:2:1", parsed.problems().get(0).at().toString());
        assertEquals(2, parsed.value().size());
        assertEquals(1, block(parsed).flaws().size());
        assertEquals(List.of(), ((XinetdBlock) parsed.value().get(1)).flaws());
    }

    @Test
    void what_begins_nothing_is_passed_over_up_to_the_next_brace() {
        Parsed<List<XinetdStatement>> parsed =
                parse("servcie a", "{", "wait = no", "}", "service b", "{", "}", "service", "}");
        assertEquals(2, parsed.problems().size());
        assertEquals(1, parsed.value().size());
        assertEquals("b", block(parsed).title().text());
    }

    @Test
    void a_block_has_an_end() {
        Parsed<List<XinetdStatement>> parsed = parse("service a", "{", "wait = no");
        assertTrue(parsed.problems().get(0).fact().contains("does not end"));
        assertEquals(1, block(parsed).assignments().size());
        assertEquals(1, parse("service a").problems().size());
        assertEquals(1, parse("service a", "}").problems().size());
    }

    @Test
    void a_word_reads_back_as_it_was_written() {
        for (String word : List.of("a", "", "a b", "#", "\"'\\", "\n\t\r\u0001\u007f", "\u00e9")) {
            Word written = new Word(Quotation.of(word), new Position("x", 1, 1));
            assertEquals(
                    List.of(word), WordList.of(written).value().stream().map(Word::text).toList());
        }
    }
}
