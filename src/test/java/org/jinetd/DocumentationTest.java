package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jinetd.admit.Reason;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.SourceText;
import org.jinetd.event.EventField;
import org.jinetd.event.EventKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about the program is what the program does. */
class DocumentationTest {

    private static final Path MANUAL = Path.of("src/main/man/jinetd.8");

    @Test
    void the_manual_has_the_options_that_the_help_has() throws IOException {
        assertEquals(
                found("(?m)^ +(?:-\\w, )?--([a-z-]+)", Options.help()),
                found(" -([a-z-]+)", linesThatStartWith(".It Fl")));
    }

    @Test
    void the_manual_has_the_exit_statuses_that_there_are() throws IOException {
        Set<String> codes =
                Arrays.stream(ExitCode.values())
                        .map(code -> Integer.toString(code.number()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(codes, found("\\.It (\\d+)$", linesThatStartWith(".It ")));
    }

    @Test
    void the_manual_has_the_reasons_for_which_clients_are_refused() throws IOException {
        Set<String> words =
                Arrays.stream(Reason.Kind.values())
                        .map(Reason.Kind::word)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(words, found("\\.It Cm ([a-z-]+)$", linesThatStartWith(".It Cm")));
    }

    @Test
    void the_manual_has_the_fields_of_the_journal() throws IOException {
        Set<String> names =
                Arrays.stream(EventField.values())
                        .map(EventField::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, found("\\b([A-Z]+(?:_[A-Z]+)*)\\b", linesThatStartWith(".It Va")));
    }

    @Test
    void the_manual_has_word_and_number_of_every_event() throws IOException {
        Set<String> kinds =
                Arrays.stream(EventKind.values())
                        .map(kind -> kind.word() + " Ta " + kind.id())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(kinds, found("([a-z-]+ Ta [0-9a-f]{32})$", linesThatStartWith(".It ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/inetd.conf", "etc/demo.conf"})
    void a_sample_is_understood(String file) throws IOException {
        String text = Files.readString(Path.of(file)).replace("@USER@", "root");
        assertEquals(List.of(), ClassicSyntax.parse(new SourceText(file, text)).problems());
    }

    @Test
    void every_line_of_the_sample_can_be_switched_on() throws IOException {
        String text = Files.readString(Path.of("etc/inetd.conf"));
        String on = text.replaceAll("(?m)^#(?=[a-z0-9/.:]+\t)", "");
        assertEquals(List.of(), ClassicSyntax.parse(new SourceText("on", on)).problems());
    }

    private static String linesThatStartWith(String start) throws IOException {
        try (Stream<String> lines = Files.lines(MANUAL)) {
            return lines.filter(line -> line.startsWith(start)).collect(Collectors.joining("\n"));
        }
    }

    /** Returns what the first group of the expression matches, each time. */
    private static Set<String> found(String expression, String text) {
        return Pattern.compile(expression, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
