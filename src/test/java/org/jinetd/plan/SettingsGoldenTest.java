package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file of settings beside an {@code .expected} one comes to exactly what that says. A file's
 * name is the rule that it shows.
 */
class SettingsGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/settings");

    static Stream<Path> good() throws IOException {
        return files("good");
    }

    static Stream<Path> bad() throws IOException {
        return files("bad");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void comes_to_what_is_expected_without_an_error(Path file) throws IOException {
        assertEquals(expected(file), read(file));
        assertEquals(0, errors(read(file)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void tells_each_error_and_serves_nobody_whom_it_is_about(Path file) throws IOException {
        assertEquals(expected(file), read(file));
        assertEquals(1, Math.min(errors(read(file)), 1));
    }

    private static long errors(String lines) {
        return lines.lines().filter(line -> line.contains(": error: ")).count();
    }

    private static Stream<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files
                    .filter(file -> file.toString().endsWith(".ini"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String read(Path file) throws IOException {
        List<String> lines = SettingsText.of(Files.readString(file));
        return String.join("\n", lines);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".ini", ".expected"));
    }

    private static String expected(Path file) throws IOException {
        return Files.readString(beside(file)).strip();
    }
}
