package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jinetd.config.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each configuration beside an {@code .expected} file comes to exactly what that says. A file's
 * name is the rule that it shows.
 */
class GoldenFileTest {

    private static final Path ROOT = Path.of("src/test/resources/config");

    static Stream<Path> good() throws IOException {
        return configurations("good");
    }

    static Stream<Path> bad() throws IOException {
        return configurations("bad");
    }

    static Stream<Path> sample() throws IOException {
        return configurations("sample");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sample")
    void comes_to_what_is_expected_for_the_lines_of_another_system(Path conf) throws IOException {
        assertEquals(expected(conf), String.join("\n", read(conf)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void comes_to_what_is_expected_without_an_error(Path conf) throws IOException {
        List<String> lines = read(conf);
        assertEquals(expected(conf), String.join("\n", lines));
        assertTrue(lines.stream().noneMatch(line -> line.contains(": error: ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void tells_each_error_and_serves_the_rest(Path conf) throws IOException {
        List<String> lines = read(conf);
        assertEquals(expected(conf), String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains(": error: ")));
    }

    private static Stream<Path> configurations(String directory) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<String> read(Path conf) throws IOException {
        return GoldenText.of(new SourceText("inetd.conf", Files.readString(conf)));
    }

    private static String expected(Path conf) throws IOException {
        String name = conf.getFileName().toString().replace(".conf", ".expected");
        return Files.readString(conf.resolveSibling(name)).strip();
    }
}
