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
        "RPC, rstatd/1 dgram rpc/udp wait root /bin/cat",
        "TCPMUX, tcpmux/x stream tcp nowait root /bin/cat",
        "QOTD, qotd stream tcp nowait root internal",
        "IDENT, auth stream tcp nowait root internal",
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
