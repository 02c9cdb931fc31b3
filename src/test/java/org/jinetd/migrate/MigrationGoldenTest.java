package org.jinetd.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each xinetd.conf beside an {@code .expected} file becomes exactly what that says. */
class MigrationGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/xinetd");

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("configurations")
    void becomes_what_is_expected(Path file) throws IOException {
        Path expected = Path.of(file.toString().replace(".conf", ".expected"));
        assertEquals(
                Files.readString(expected).strip(),
                String.join("\n", Migrations.golden(Files.readString(file))).strip());
    }

    @Test
    void every_attribute_is_in_one_of_them() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : configurations().toList()) {
            Files.readAllLines(file).forEach(line -> used.add(line.strip().split("\\s")[0]));
        }
        Set<String> unused =
                Attribute.words().stream()
                        .filter(word -> !used.contains(word))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unused);
    }
}
