package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesFileTest {

    private static final ServicesFile FILE =
            ServicesFile.parse(
                    """
                    # Network services
                    \tdiscard 9/tcp  sink null # as ever
                    discard\t\t9/udp\tsink
                    tight 10/tcp#comment
                    first 1001/tcp shared
                    shared 1002/tcp
                    first 1003/tcp
                    #echo 7/tcp
                    top 65535/tcp
                    """);

    private static Optional<ServicesFile.Entry> entry(String name, int port) {
        return Optional.of(new ServicesFile.Entry(name, port));
    }

    @Test
    void finds_a_service_by_its_name() {
        assertEquals(entry("discard", 9), FILE.find("discard", "tcp"));
        assertEquals(entry("top", 65_535), FILE.find("top", "tcp"));
    }

    @Test
    void finds_a_service_by_an_alias() {
        assertEquals(entry("discard", 9), FILE.find("null", "tcp"));
        assertEquals(entry("discard", 9), FILE.find("sink", "udp"));
    }

    @Test
    void keeps_the_protocols_apart() {
        assertEquals(Optional.empty(), FILE.find("null", "udp"));
        assertEquals(Optional.empty(), FILE.find("discard", "sctp"));
    }

    @Test
    void ends_a_line_at_a_comment_that_touches_it() {
        assertEquals(entry("tight", 10), FILE.find("tight", "tcp"));
        assertEquals(Optional.empty(), FILE.find("as", "tcp"));
    }

    @Test
    void lets_the_first_line_win_be_it_by_its_alias() {
        assertEquals(entry("first", 1001), FILE.find("first", "tcp"));
        assertEquals(entry("first", 1001), FILE.find("shared", "tcp"));
    }

    @Test
    void finds_nothing_in_a_comment() {
        assertEquals(Optional.empty(), FILE.find("echo", "tcp"));
    }

    @Test
    void knows_all_names_and_aliases() {
        assertEquals(
                Set.of("discard", "sink", "null", "tight", "first", "shared", "top"), FILE.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad",
                "bad 7",
                "bad tcp/7",
                "bad /tcp",
                "bad 0/tcp",
                "bad -1/tcp",
                "bad +7/tcp",
                "bad 0x7/tcp",
                "bad 65536/tcp",
                "bad 99999999999/tcp",
            })
    void passes_over_a_line_that_makes_no_sense(String line) {
        ServicesFile file = ServicesFile.parse(line + "\ngood 7/tcp");
        assertEquals(Optional.empty(), file.find("bad", "tcp"));
        assertEquals(entry("good", 7), file.find("good", "tcp"));
    }

    @Test
    void takes_a_missing_file_for_an_empty_one(@TempDir Path directory) {
        assertEquals(Set.of(), ServicesFile.read(directory.resolve("services")).names());
    }

    @Test
    void reads_past_bytes_that_are_no_text(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("services");
        Files.write(path, "a 1/tcp # für\nb 2/tcp\n".getBytes(ISO_8859_1));
        assertEquals(entry("b", 2), ServicesFile.read(path).find("b", "tcp"));
    }
}
