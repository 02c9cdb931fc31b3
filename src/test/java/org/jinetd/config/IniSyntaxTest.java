package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IniSyntaxTest {

    private static final String CHARACTERS =
            "ab-+=:[]#;$\\\"' \t\n\n\n\r\u0000\u0001\u00a0\uFEFFé{}<>";

    private static Parsed<IniText> parse(String text) {
        return IniSyntax.parse(new SourceText("x", text));
    }

    private static List<String> problems(String text) {
        return parse(text).problems().stream().map(Problem::toString).toList();
    }

    /** Returns each title, key and value with its place. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (IniSection section : parse(text).value().sections()) {
            words.add(section.integrity() + " " + shown(section.title()));
            for (IniSection.Entry entry : section.entries()) {
                words.add(shown(entry.key()) + " = " + shown(entry.value()));
            }
        }
        return words;
    }

    private static String shown(Word word) {
        return word.text() + "@" + word.at().line() + ":" + word.at().column();
    }

    @Test
    void each_word_has_its_place() {
        String text =
                """
                # a comment
                ; and another

                [defaults]
                rate = 10/1m
                  only-from\t=  10.0.0.0/8 \t2001:db8::/32\s\s
                [ service [::1]:echo/tcp ]
                nice=5
                """;
        assertEquals(
                List.of(
                        "SOUND defaults@4:2",
                        "rate@5:1 = 10/1m@5:8",
                        "only-from@6:3 = 10.0.0.0/8 \t2001:db8::/32@6:16",
                        "SOUND service [::1]:echo/tcp@7:3",
                        "nice@8:1 = 5@8:6"),
                words(text));
        assertEquals(List.of(), problems(text));
    }

    @Test
    void quotes_backslashes_and_dollars_are_part_of_a_value() {
        assertEquals(
                List.of("SOUND a@1:2", "env@2:1 = A=\"x y\" B=\\t\\u0041${a/env} \\@2:7"),
                words("[a]\nenv = A=\"x y\" B=\\t\\u0041${a/env} \\\n"));
    }

    @Test
    void a_colon_does_for_an_equals_sign() {
        assertEquals(List.of("SOUND a@1:2", "rate@2:1 = 1/1s@2:7"), words("[a]\nrate: 1/1s\n"));
    }

    @Test
    void lines_may_end_as_in_dos_and_the_first_may_begin_with_a_mark() {
        assertEquals(List.of("SOUND a@1:2", "b@2:1 = c@2:3"), words("\uFEFF[a]\r\nb=c\r\n"));
    }

    @Test
    void a_long_line_is_one_line() {
        String value = "v".repeat(50_000);
        assertEquals(
                List.of("SOUND a@1:2", "b@2:1 = " + value + "@2:3", "c@3:1 = d@3:3"),
                words("[a]\nb=" + value + "\nc=d"));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "a = b\n",
                        "x:1:1: error: this stands before any section — write [defaults] above it"),
                Arguments.of(
                        "[a]\n b\n",
                        "x:2:2: error: neither a section nor a key with a value — write key = value on one line; no line continues another"),
                Arguments.of(
                        "[a]\nb =\n",
                        "x:2:1: error: b has no value — write one behind the =, or delete the line"),
                Arguments.of(
                        "[a]\nb = 1\nb = 2\n",
                        "x:3:1: error: b is there already, at x:2:1 — make one of the two"),
                Arguments.of(
                        "[a]\nb += 2\n",
                        "x:2:1: error: no list is added to or taken from — write all of it behind one ="),
                Arguments.of(
                        "[a]\nb -= 2\n",
                        "x:2:1: error: no list is added to or taken from — write all of it behind one ="),
                Arguments.of(
                        "[a]\nB_c = 2\n",
                        "x:2:1: error: no key: it has lower-case letters, digits and '-' — write key = value"),
                Arguments.of(
                        "[a]\n= 2\n",
                        "x:2:1: error: neither a section nor a key with a value — write key = value"
                                + " on one line; no line continues another"),
                Arguments.of(
                        "[a]\n  2001:db8::/32\n",
                        "x:2:3: error: no key: it has lower-case letters, digits and '-' — write key = value"),
                Arguments.of(
                        "[a]\nb = \u0000\n",
                        "x:2:5: error: the control character U+0000 — delete it"),
                Arguments.of(
                        "[a]\nb = 1\rc = 2\n",
                        "x:2:6: error: the control character U+000D — delete it"),
                Arguments.of(
                        "[a]\n# \u001b[2J\n",
                        "x:2:3: error: the control character U+001B — delete it"),
                Arguments.of("\u0007\n", "x:1:1: error: the control character U+0007 — delete it"),
                Arguments.of(
                        "[a\n",
                        "x:1:1: error: this begins no section — write [daemon], [defaults] or [service NAME/PROTOCOL], and nothing behind it"),
                Arguments.of(
                        "[a] # b\n",
                        "x:1:1: error: this begins no section — write [daemon], [defaults] or [service NAME/PROTOCOL], and nothing behind it"),
                Arguments.of(
                        "[]\n",
                        "x:1:1: error: this begins no section — write [daemon], [defaults] or [service NAME/PROTOCOL], and nothing behind it"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void what_is_wrong_is_told_at_its_place_and_breaks_what_it_is_in(String text, String problem) {
        assertEquals(List.of(problem), problems(text));
        IniText read = parse(text).value();
        assertTrue(
                read.integrity() == IniSection.Integrity.BROKEN
                        || read.sections().get(0).integrity() == IniSection.Integrity.BROKEN);
    }

    @Test
    void reading_goes_on_behind_an_error() {
        String text = "[a]\nb\nc = 1\nd\n[e]\nf = 2\n[g\nh = 3\ni\n[j]\nk = 4\n";
        assertEquals(
                List.of(
                        "BROKEN a@1:2",
                        "c@3:1 = 1@3:5",
                        "SOUND e@5:2",
                        "f@6:1 = 2@6:5",
                        "SOUND j@10:2",
                        "k@11:1 = 4@11:5"),
                words(text));
        assertEquals(
                List.of("x:2:1", "x:4:1", "x:7:1"),
                parse(text).problems().stream().map(p -> p.at().toString()).toList());
        assertEquals(IniSection.Integrity.BROKEN, parse(text).value().integrity());
    }

    @Test
    void a_comment_behind_a_value_is_told_to_be_part_of_it() {
        assertEquals(
                List.of(
                        "x:2:7: warning: this belongs to the value — write a comment on a line of its"
                                + " own"),
                problems("[a]\nb = 1 # one\nc = '1 # one'\nd = \"1 ; one\" 2\ne = a#b;c\n"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_word_stands_where_it_is_said_to_and_no_text_is_too_bad(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(
                    random.nextInt(3) == 0
                            ? List.of("\n[a]\n", "\nb = ", "\n[").get(random.nextInt(3))
                            : CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        String[] lines = text.toString().replaceFirst("^\uFEFF", "").split("\n", -1);
        Parsed<IniText> parsed = parse(text.toString());
        for (IniSection section : parsed.value().sections()) {
            assertTrue(stands(section.title(), lines), text.toString());
            section.entries()
                    .forEach(e -> assertTrue(stands(e.key(), lines) && stands(e.value(), lines)));
        }
        boolean broken =
                parsed.value().integrity() == IniSection.Integrity.BROKEN
                        || parsed.value().sections().stream()
                                .anyMatch(s -> s.integrity() == IniSection.Integrity.BROKEN);
        assertEquals(broken, !parsed.ok(), text.toString());
    }

    private static boolean stands(Word word, String[] lines) {
        return lines[word.at().line() - 1].startsWith(word.text(), word.at().column() - 1);
    }
}
