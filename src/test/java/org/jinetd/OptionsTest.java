package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private static Options parse(String... arguments) {
        try {
            return Options.parse(List.of(arguments));
        } catch (Options.UsageException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static String refusal(String... arguments) {
        return assertThrows(Options.UsageException.class, () -> Options.parse(List.of(arguments)))
                .getMessage();
    }

    static Stream<Option> all() {
        return Arrays.stream(Option.values());
    }

    /** Returns the short form, {@code -q}; empty when there is none. */
    private static Optional<String> letter(Option option) {
        String synopsis = option.synopsis();
        return synopsis.startsWith("-") ? Optional.of(synopsis.substring(0, 2)) : Optional.empty();
    }

    /** Returns each way to write the option, with this argument if it takes one. */
    private static List<List<String>> spellings(Option option, String argument) {
        String word = "--" + option.word();
        Stream<List<String>> letters =
                letter(option).stream()
                        .flatMap(
                                letter ->
                                        option.takesArgument()
                                                ? Stream.of(
                                                        List.of(letter + argument),
                                                        List.of(letter, argument))
                                                : Stream.of(List.of(letter)));
        Stream<List<String>> words =
                option.takesArgument()
                        ? Stream.of(List.of(word + "=" + argument), List.of(word, argument))
                        : Stream.of(List.of(word));
        return Stream.concat(letters, words).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_option_means_the_same_however_it_is_written(Option option) {
        Map<Option, String> expected = Map.of(option, option.takesArgument() ? "10" : "");
        Optional<MatchQuestion> question =
                option == Option.MATCH
                        ? Optional.of(new MatchQuestion("10", Ip.v4(1), Optional.empty()))
                        : Optional.empty();
        for (List<String> spelling : spellings(option, "10")) {
            List<String> words = new ArrayList<>(spelling);
            question.ifPresent(match -> words.add(match.client().toString()));
            assertEquals(
                    new Options(expected, List.of(), question),
                    parse(words.toArray(String[]::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_option_without_its_argument_is_refused_with_how_to_write_it(Option option) {
        if (option.takesArgument()) {
            String expected = "an argument is missing — write " + option.synopsis().strip();
            assertEquals(expected, refusal("--" + option.word()));
            letter(option)
                    .ifPresent(letter -> assertEquals(expected, refusal("-l" + letter.charAt(1))));
        } else {
            assertEquals(
                    "--" + option.word() + " takes no argument",
                    refusal("--" + option.word() + "=1"));
        }
    }

    @Test
    void services_can_be_wrapped_and_the_files_be_elsewhere() {
        assertEquals(Set.of(), parse().defaults().wrapped());
        assertEquals(Set.of(Defaults.Wrapped.EXTERNAL), parse("-w").defaults().wrapped());
        assertEquals(Set.of(Defaults.Wrapped.INTERNAL), parse("-W").defaults().wrapped());
        assertEquals(2, parse("-wW").defaults().wrapped().size());
        assertEquals(Path.of("/etc"), parse().hostsDirectory());
        assertEquals(Path.of("/x"), parse("--hosts-directory=/x").hostsDirectory());
    }

    @Test
    void letters_can_be_bundled_and_the_last_may_take_an_argument() {
        assertEquals(
                Map.of(Option.LOG_CONNECTIONS, "", Option.DEBUG, "", Option.KEEP_ENVIRONMENT, ""),
                parse("-ldE").given());
        assertEquals(Map.of(Option.LOG_CONNECTIONS, "", Option.RATE, "10"), parse("-lR10").given());
        assertEquals(
                Map.of(Option.LOG_CONNECTIONS, "", Option.RATE, "10"), parse("-lR", "10").given());
    }

    @Test
    void what_is_no_option_is_a_file_wherever_it_stands() {
        Options options = parse("a.conf", "-l", "b.conf", "-R", "10", "c.conf", "-", "d.conf");
        assertEquals(
                Stream.of("a.conf", "b.conf", "c.conf", "-", "d.conf").map(Path::of).toList(),
                options.files());
        assertEquals(Set.of(Option.LOG_CONNECTIONS, Option.RATE), options.given().keySet());
    }

    @Test
    void behind_two_dashes_all_are_files() {
        Options options = parse("-l", "--", "-d", "--help", "--");
        assertEquals(List.of(Path.of("-d"), Path.of("--help"), Path.of("--")), options.files());
        assertEquals(Set.of(Option.LOG_CONNECTIONS), options.given().keySet());
    }

    @Test
    void an_argument_may_look_like_an_option() {
        assertEquals(Map.of(Option.PID_FILE, "-d"), parse("-p", "-d").given());
        assertEquals(Map.of(Option.PID_FILE, "--"), parse("--pid-file", "--").given());
    }

    @Test
    void of_an_option_given_twice_the_last_holds() {
        assertEquals(Map.of(Option.RATE, "2"), parse("-R1", "--rate=2").given());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rat=5          | unknown option --rat — did you mean --rate?",
                "--log-conections | unknown option --log-conections — did you mean"
                        + " --log-connections?",
                "--exlpain        | unknown option --exlpain — did you mean --explain?",
                "--nonsense       | unknown option --nonsense — --help lists them all",
                "--=5             | unknown option -- — --help lists them all",
                "-x               | unknown option -x — --help lists them all",
                "-lx              | unknown option -x — --help lists them all",
                "-é               | unknown option -é — --help lists them all",
            })
    void an_unknown_option_is_refused_with_what_was_perhaps_meant(String option, String message) {
        assertEquals(message, refusal(option));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-1", "+1", "1.5", "10k", " 10", "٣", "1000001", "99999999999"})
    void what_is_no_number_in_range_is_refused(String text) {
        for (Option option :
                List.of(
                        Option.BACKLOG,
                        Option.RATE,
                        Option.INSTANCES,
                        Option.INSTANCES_PER_SOURCE,
                        Option.RATE_PER_SOURCE)) {
            assertEquals(
                    "'" + text + "' is no number from 0 to 1000000 — write " + option.synopsis(),
                    refusal("--" + option.word() + "=" + text));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 1_000_000})
    void a_number_in_range_is_taken(int number) {
        assertEquals(number, parse("-R" + number).number(Option.RATE, 7));
        assertEquals(7, parse().number(Option.RATE, 7));
    }

    @Test
    void an_argument_that_is_empty_is_refused() {
        assertEquals("an argument is empty — write -a, --address=ADDR", refusal("-a", ""));
        assertEquals("an argument is empty — write -p, --pid-file=FILE", refusal("--pid-file="));
        assertEquals("an argument is empty — write --explain=SERVICE", refusal("--explain", ""));
    }

    @Test
    void a_backlog_of_nobody_is_refused() {
        assertEquals("a backlog of 0 lets nobody in — give 1 or more", refusal("-q0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\udcff"})
    void what_the_jdk_cannot_name_as_a_file_is_refused(String name) {
        assertTrue(refusal(name).startsWith("'" + name + "' cannot be the name of a file"));
        assertTrue(refusal("-p", name).startsWith("'" + name + "' cannot be the name of a file"));
    }

    @Test
    void without_options_the_classic_limits_hold() {
        assertEquals(Defaults.CLASSIC, parse().defaults());
        assertEquals(List.of(), parse().files());
        assertFalse(parse().has(Option.DEBUG));
        assertEquals(Optional.empty(), parse().argument(Option.EXPLAIN));
    }

    @Test
    void options_set_the_limits_and_the_address_of_lines_that_say_nothing() {
        assertEquals(
                new Defaults(new Limits(1, 2, 3, 4), "192.0.2.1"),
                parse("-R1", "-c2", "-s3", "-C4", "-a", "192.0.2.1").defaults());
        assertEquals(Limits.NONE, parse("-R0").defaults().limits());
    }

    @Test
    void the_help_tells_of_every_option_and_every_exit_status() {
        String help = Options.help();
        for (Option option : Option.values()) {
            assertTrue(
                    help.lines()
                            .anyMatch(
                                    line ->
                                            line.contains(option.synopsis())
                                                    && line.endsWith(" " + option.text())),
                    option.synopsis());
        }
        for (ExitCode code : ExitCode.values()) {
            assertTrue(help.contains(code.number() + "  " + code.meaning() + "\n"));
        }
    }

    @Test
    void the_help_does_not_depend_on_the_language_of_the_operator() {
        String help = Options.help();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertEquals(help, Options.help());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void no_two_options_are_written_alike() {
        Option[] all = Option.values();
        assertEquals(all.length, Arrays.stream(all).map(Option::word).distinct().count());
        List<String> letters = Arrays.stream(all).flatMap(o -> letter(o).stream()).toList();
        assertEquals(letters.size(), letters.stream().distinct().count());
        assertEquals(Optional.empty(), Option.ofLetter('\0'));
    }
}
