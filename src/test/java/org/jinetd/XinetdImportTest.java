package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, from xinetd's files to those of jinetd. */
class XinetdImportTest {

    private record Run(ExitCode code, String out, String err) {}

    @TempDir private Path directory;

    private static Run run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode code =
                new Main(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8))
                        .run(Stream.of(arguments).map(Object::toString).toList());
        return new Run(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path file(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, List.of(lines));
    }

    private Path service(String file, int port) throws IOException {
        return file(
                file,
                "service any",
                "{",
                "type = UNLISTED",
                "port = " + port,
                "socket_type = stream",
                "wait = no",
                "user = root",
                "server = /bin/cat",
                "}");
    }

    private static List<String> ports(String out) {
        return out.lines()
                .filter(line -> line.matches("[0-9]+\t.*"))
                .map(line -> line.replaceFirst("\t.*", ""))
                .toList();
    }

    @Test
    void included_files_are_read_where_they_stand_and_of_a_directory_those_without_a_dot()
            throws IOException {
        service("d/b", 1002);
        service("d/a", 1003);
        service("d/c.rpmnew", 1004);
        service("d/c~", 1005);
        service("d/.hidden", 1006);
        service("d/sub/a", 1007);
        service("one.conf", 1001);
        Path file = file("xinetd.conf", "include one.conf", "includedir " + directory.resolve("d"));
        Run run = run("--import-xinetd", file);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertEquals("", run.err());
        assertEquals(List.of("1001", "1003", "1002"), ports(run.out()));
    }

    @Test
    void what_cannot_be_included_is_told_and_the_rest_is_read() throws IOException {
        service("a", 1001);
        Path file =
                file(
                        "xinetd.conf",
                        "include absent",
                        "includedir none",
                        "include xinetd.conf",
                        "include a");
        Run run = run("--import-xinetd", file);
        assertEquals(ExitCode.CONFIGURATION, run.code());
        List<String> told = run.err().lines().toList();
        assertEquals(3, told.size(), run.err());
        assertTrue(told.get(0).startsWith(file + ":1:9: error: this cannot be read: open("));
        assertTrue(told.get(1).startsWith(file + ":2:12: error: the directory cannot be read"));
        assertTrue(told.get(2).startsWith(file + ":3:9: error: this includes "));
        assertEquals(List.of("1001"), ports(run.out()));
    }

    @Test
    void files_that_include_each_other_without_end_are_left() throws IOException {
        for (int i = 0; i < 40; i++) {
            file("f" + i, "include f" + (i + 1), "include f" + (i + 1));
        }
        Run run = run("--import-xinetd", directory.resolve("f0"));
        assertEquals(ExitCode.CONFIGURATION, run.code());
        assertTrue(run.err().contains("too many files are included, or too deep"));
    }

    @Test
    void a_file_that_is_not_there_is_told_with_the_call_that_failed() {
        Path absent = directory.resolve("absent");
        assertEquals(
                new Run(
                        ExitCode.CONFIGURATION,
                        "",
                        "jinetd: cannot read: open("
                                + absent
                                + "): ENOENT (No such file or directory)\n"),
                run("--import-xinetd", absent));
    }

    @Test
    void both_files_are_written_and_can_be_checked_and_are_not_written_over() throws IOException {
        Path file = service("xinetd.conf", 1001);
        Path to = directory.resolve("to");
        assertEquals(new Run(ExitCode.OK, "", ""), run("--import-xinetd", "--output=" + to, file));
        Path lines = to.resolve("inetd.d/xinetd.conf");
        Path settings = to.resolve("jinetd/conf.d/xinetd.ini");
        assertEquals(
                new Run(ExitCode.OK, "", ""),
                run("--check", "--settings=" + settings, to.resolve("inetd.d")));
        String printed = run("--import-xinetd", file).out();
        assertEquals(
                "# ==== inetd.d/xinetd.conf\n"
                        + Files.readString(lines)
                        + "# ==== jinetd/conf.d/xinetd.ini\n"
                        + Files.readString(settings),
                printed);
        Run again = run("--import-xinetd", "--output=" + to, file);
        assertEquals(ExitCode.SYSTEM, again.code());
        assertTrue(again.err().startsWith("jinetd: " + lines + " is there already"), again.err());
        Files.delete(lines);
        again = run("--import-xinetd", "--output=" + to, file);
        assertTrue(again.err().startsWith("jinetd: " + settings + " is there"), again.err());
        assertEquals(ExitCode.SYSTEM, run("--import-xinetd", "--output=" + file, file).code());
    }

    @Test
    void bytes_that_are_no_text_reach_the_argument_they_belong_to() throws IOException {
        Path file = service("xinetd.conf", 1001);
        byte[] text =
                Files.readString(file)
                        .replace("}", "server_args = \u00ff\n}")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, text);
        Path to = directory.resolve("to");
        assertEquals(ExitCode.OK, run("--import-xinetd", "--output=" + to, file).code());
        String written =
                Files.readString(to.resolve("inetd.d/xinetd.conf"), StandardCharsets.ISO_8859_1);
        assertTrue(written.endsWith("\tcat\t\u00ff\n"), written);
    }
}
