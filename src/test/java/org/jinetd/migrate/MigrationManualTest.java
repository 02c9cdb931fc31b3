package org.jinetd.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manual's table of attributes is made of the attributes that are translated. */
class MigrationManualTest {

    @Test
    void the_manual_has_every_attribute_and_what_becomes_of_it() throws IOException {
        String text = Files.readString(Path.of("src/main/man/jinetd-migration.7"));
        String begin = ".\\\" xinetd attributes\n";
        int start = text.indexOf(begin) + begin.length();
        assertEquals(
                MigrationManual.table(), text.substring(start, text.indexOf(".\\\" end\n", start)));
    }
}
