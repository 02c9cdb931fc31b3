package org.jinetd.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jinetd.config.Parsed;
import org.jinetd.config.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each table in the resources comes to the rules and the problems that stand beside it. */
class HostsGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/hosts");

    static Stream<Path> tables() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(f -> f.toString().endsWith(".rules")).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void comes_to_what_is_expected(Path table) throws IOException {
        Parsed<HostsTable> parsed =
                HostsSyntax.parse(new SourceText("hosts.allow", Files.readString(table)));
        List<String> lines = new ArrayList<>();
        for (HostsLine line : parsed.value().lines()) {
            lines.add(line.at() + ": " + (line instanceof HostsLine.Rule ? line : "(faulty)"));
        }
        parsed.problems().forEach(problem -> lines.add(problem.toString()));
        Path expected = ROOT.resolve(table.getFileName().toString().replace(".rules", ".expected"));
        assertEquals(Files.readString(expected).strip(), String.join("\n", lines));
    }
}
