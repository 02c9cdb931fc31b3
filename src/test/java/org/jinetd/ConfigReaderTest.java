package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.Statement;
import org.jinetd.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    private static final String LINE = " stream tcp nowait root /bin/cat\n";

    @TempDir private Path directory;

    private final ConfigReader reader = new ConfigReader();

    @Test
    void a_pattern_is_relative_to_its_file_and_sorted() throws IOException {
        write("d/b.conf", "2" + LINE);
        write("d/a.conf", "1" + LINE);
        write("d/c.txt", "3" + LINE);
        Path main = write("inetd.conf", ".include \"d/*.conf\"\n9" + LINE);
        assertEquals(List.of("1", "2", "9"), services(reader.read(main)));
        assertEquals(List.of(), problems());
    }

    @Test
    void a_wildcard_finds_no_hidden_files_no_directories_and_nothing_left_behind()
            throws IOException {
        for (String name : List.of("a", ".b", "c~", "d.dpkg-old", "e.rpmsave", "f.dpkg-dist")) {
            write("d/" + name, "7" + LINE);
        }
        Files.createDirectory(directory.resolve("d/sub"));
        Path main = write("inetd.conf", ".include d/*\n");
        assertEquals(List.of("7"), services(reader.read(main)));
        Path hidden = write("other.conf", ".include d/.*\n.include d/c~\n");
        assertEquals(List.of("7", "7"), services(reader.read(hidden)));
        assertEquals(List.of(), problems());
    }

    @Test
    void wildcards_may_stand_for_directories_and_a_pattern_may_be_absolute() throws IOException {
        write("x/1/s", "1" + LINE);
        write("x/2/s", "2" + LINE);
        write("x/{3}/s", "3" + LINE);
        Path main =
                write("inetd.conf", ".include " + directory + "/x/[12]/s\n.include 'x/{*}/s'\n");
        assertEquals(List.of("1", "2", "3"), services(reader.read(main)));
    }

    @Test
    void a_pattern_that_fits_nothing_is_a_warning() throws IOException {
        Path main = write("inetd.conf", "7" + LINE + ".include d/*\n.include no\n");
        assertEquals(List.of("7"), services(reader.read(main)));
        assertEquals(
                List.of(
                        "inetd.conf:2:10: warning: no file fits 'd/*' — nothing is included",
                        "inetd.conf:3:10: warning: no file fits 'no' — nothing is included"),
                problems());
    }

    @Test
    void what_is_no_pattern_is_an_error() throws IOException {
        Path main = write("inetd.conf", ".include '[a'\n7" + LINE);
        assertEquals(List.of("7"), services(reader.read(main)));
        assertEquals(
                List.of("inetd.conf:1:10: error: this is no pattern for files — see glob(7)"),
                problems());
    }

    @Test
    void a_circle_names_both_places_and_costs_one_include_only() throws IOException {
        write("a", "1" + LINE + ".include b\n");
        write("b", ".include a\n.include inetd.conf\n2" + LINE);
        Path main = write("inetd.conf", ".include a\n3" + LINE);
        assertEquals(List.of("1", "2", "3"), services(reader.read(main)));
        assertEquals(
                List.of(
                        "b:1:10: error: this includes a while it is being read, included at"
                                + " inetd.conf:1:10 — break the circle at one of the two places",
                        "b:2:10: error: this includes inetd.conf while it is being read, from the"
                                + " command line — break the circle at one of the two places"),
                problems());
    }

    @Test
    void a_file_may_be_included_twice_side_by_side() throws IOException {
        write("a", "1" + LINE);
        Path main = write("inetd.conf", "::1:\n.include a\n127.0.0.1:\n.include a\n");
        assertEquals(List.of("1", "1"), services(reader.read(main)));
        assertEquals(List.of(), problems());
    }

    @Test
    void sixteen_files_deep_are_read_and_one_more_is_too_many() throws IOException {
        for (int i = 0; i < 18; i++) {
            write("f" + i, i + 1 + LINE + ".include f" + (i + 1) + "\n");
        }
        assertEquals(17, services(reader.read(directory.resolve("f0"))).size());
        assertEquals(
                List.of(
                        "f16:2:10: error: files are included at most 16 deep"
                                + " — include this from a file further out"),
                problems());
    }

    @Test
    void files_that_multiply_come_to_an_end() throws IOException {
        for (int i = 0; i < 15; i++) {
            write("f" + i, (".include f" + (i + 1) + "\n").repeat(4));
        }
        write("f15", "7" + LINE);
        reader.read(directory.resolve("f0"));
        assertTrue(problems().get(0).contains("more than 1000 lines with .include"));
    }

    @Test
    void a_pattern_for_very_many_files_comes_to_an_end() throws IOException {
        for (int i = 0; i < 101; i++) {
            write("f" + i, "");
        }
        write("f", ".include f[0-9]*\n".repeat(10));
        reader.read(directory.resolve("f"));
        assertTrue(problems().get(0).contains("more than 1000 files are included"));
    }

    @Test
    void a_pattern_that_goes_up_and_down_comes_to_an_end() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.createDirectory(directory.resolve("d" + i));
        }
        Path file = write("f", ".include \"" + "d*/../".repeat(20) + "g\"\n");
        IOException refused = assertThrows(IOException.class, () -> reader.read(file));
        assertTrue(refused.getMessage().contains("more than 10000 files and directories"));
    }

    @Test
    void more_words_than_memory_has_room_for_are_refused() throws IOException {
        Path file = write("f", "a\n".repeat(2_000_001));
        IOException refused = assertThrows(IOException.class, () -> reader.read(file));
        assertTrue(refused.getMessage().contains("more than 2000000 words"));
    }

    @Test
    void a_file_that_is_missing_is_the_reader_s_failure() {
        ConfigReader.UnreadableFile failure =
                assertThrows(
                        ConfigReader.UnreadableFile.class,
                        () -> reader.read(directory.resolve("no")));
        assertEquals(Errno.ENOENT, failure.why().errno());
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private List<String> problems() {
        return reader.problems().stream()
                .map(problem -> problem.toString().replace(directory + "/", ""))
                .toList();
    }

    private static List<String> services(List<Statement> statements) {
        List<String> services = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement instanceof Statement.Entry entry) {
                services.add(entry.service().text());
            } else if (statement instanceof Statement.Include include) {
                include.files().forEach(file -> services.addAll(services(file)));
            }
        }
        return services;
    }
}
