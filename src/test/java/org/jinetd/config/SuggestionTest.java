package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> KNOWN =
            List.of("wait", "nowait", "tcp", "tcp6", "udp", "nobody", "Debian-exim", "a", "");

    @ParameterizedTest(name = "{0} is meant to be {1}")
    @CsvSource({
        "wiat, wait", // two changed places
        "wai, wait", // one is missing
        "waitt, wait", // one too many
        "wayt, wait", // one is wrong
        "nobdoy, nobody",
        "NOWAIT, nowait",
        "debian-exim, Debian-exim",
        "tpc, tcp",
        "ucp, tcp", // as near as udp, and before it
        "nowite, nowait",
    })
    void a_slip_or_two_are_forgiven(String word, String meant) {
        assertEquals(Optional.of(meant), Suggestion.nearest(word, KNOWN));
    }

    @ParameterizedTest(name = "{0} is meant to be nothing")
    @CsvSource({"quic", "b", "tx", "xyzit", "''", "nobodyknows", "xxbody1"})
    void what_is_farther_or_half_of_the_word_is_not_guessed(String word) {
        assertEquals(
                Optional.empty(), Suggestion.nearest(word, List.of("wait", "tcp", "nobody", "a")));
    }
}
