package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "DGRAM_NOWAIT, 9 dgram udp nowait root /bin/cat",
        "UNIX_DGRAM_NOWAIT, /run/x dgram unix nowait root /bin/cat",
        "SEQPACKET, /run/x seqpacket unix nowait root /bin/cat",
        "SCTP, 9 stream sctp nowait root /bin/cat",
        "ABSTRACT_NAME, @x stream unix nowait root /bin/cat",
        "OWNER, :root:tty:600:/run/x stream unix nowait root /bin/cat",
        "UNIX_DGRAM_BUILT_IN, /run/echo dgram unix wait root internal",
    })
    void what_the_daemon_does_not_serve_so_far_is_refused_and_nothing_else(
            Feature feature, String line) {
        Resolution refused = resolve(line, EnumSet.of(feature));
        assertEquals(Plan.EMPTY, refused.plan());
        assertTrue(
                refused.problems().stream()
                        .anyMatch(
                                problem ->
                                        problem.isError()
                                                && problem.fact().startsWith(feature.text())),
                () -> refused.problems().toString());
        Resolution served = resolve(line, EnumSet.complementOf(EnumSet.of(feature)));
        assertTrue(served.problems().stream().noneMatch(problem -> problem.isError()));
    }

    private static Resolution resolve(String line, Set<Feature> notYet) {
        return new Resolver(TestNames.debian(), Defaults.CLASSIC, Privilege.ROOT, notYet)
                .resolve(List.of(ClassicSyntax.parse(new SourceText("inetd.conf", line)).value()));
    }
}
