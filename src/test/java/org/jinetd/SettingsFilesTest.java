package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFilesTest {

    private final List<Problem> problems = new ArrayList<>();

    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("jinetd.ini"), "[defaults]\nonly-from = 10.0.0.0/8\n");
        Files.createDirectory(directory.resolve("conf.d"));
    }

    private SettingsFiles files() {
        return new SettingsFiles(Optional.of(directory.resolve("jinetd.ini")));
    }

    @Test
    void those_of_the_directory_are_read_too() throws IOException {
        Files.writeString(directory.resolve("conf.d/a.ini"), "[daemon]\ninstances = 5\n");
        assertEquals(2, files().read(problems).texts().size());
    }

    @Test
    void a_link_to_nothing_is_an_error_since_restrictions_may_have_stood_there()
            throws IOException {
        Files.createSymbolicLink(directory.resolve("conf.d/a.ini"), directory.resolve("gone"));
        assertThrows(IOException.class, () -> files().read(problems));
    }
}
