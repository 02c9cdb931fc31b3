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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program does without starting to serve. */
class MainTest {

    private record Run(ExitCode code, String out, String err) {}

    @TempDir private Path directory;

    private static Run run(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitCode code =
                new Main(stream(out), stream(err))
                        .run(Stream.of(arguments).map(Object::toString).toList());
        return new Run(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    @Test
    void tells_its_version() {
        assertEquals(new Run(ExitCode.OK, "jinetd (unpackaged)\n", ""), run("--version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void tells_how_it_is_used(String option) {
        assertEquals(new Run(ExitCode.OK, Options.help(), ""), run(option));
    }

    @Test
    void a_wrong_command_line_is_told_in_a_line_and_starts_nothing() {
        assertEquals(
                new Run(
                        ExitCode.USAGE,
                        "",
                        "jinetd: unknown option --hlep — did you mean --help?\n"),
                run("--hlep"));
        assertEquals(ExitCode.USAGE, run("--version", "--hosts-directory=").code());
    }

    @Test
    void a_good_file_is_checked_without_a_word() throws IOException {
        Path file =
                file(
                        "inetd.conf",
                        "# a comment",
                        "12345 stream tcp nowait root /bin/true true",
                        "12346 stream tcp nowait root internal echo");
        assertEquals(new Run(ExitCode.OK, "", ""), run("--check", file));
    }

    @Test
    void every_problem_of_a_bad_file_is_told_with_its_place() throws IOException {
        Path file =
                file(
                        "inetd.conf",
                        "12345 straem tcp nowait root /bin/true true",
                        "12345 stream tcp nowait root /bin/true true",
                        "12346 stream tcp nowait no-such-user /bin/true true");
        Run run = run("--check", file);
        assertEquals(ExitCode.CONFIGURATION, run.code());
        assertEquals("", run.out());
        List<String> lines = run.err().lines().toList();
        assertEquals(2, lines.size(), run.err());
        assertTrue(lines.get(0).startsWith(file + ":1:7: error: "), run.err());
        assertTrue(lines.get(0).contains("did you mean"), run.err());
        assertTrue(lines.get(1).startsWith(file + ":3:25: error: "), run.err());
    }

    @Test
    void a_program_that_may_come_later_is_a_warning_and_no_error() throws IOException {
        Path absent = directory.resolve("absent");
        Path plain = file("plain");
        Path file =
                file(
                        "inetd.conf",
                        "12345 stream tcp nowait root " + absent,
                        "12346 stream tcp nowait root " + plain);
        String fact = " is no program that can be executed — clients are turned away until it is\n";
        assertEquals(
                new Run(
                        ExitCode.OK,
                        "",
                        (file + ":1:1: warning: " + absent + fact)
                                + (file + ":2:1: warning: " + plain + fact)),
                run("--check", file));
    }

    @Test
    void a_program_whose_name_is_no_utf_8_is_found_all_the_same()
            throws IOException, InterruptedException {
        // The JDK can neither make nor name such a file.
        String script = "cp /bin/true \"$0/$(printf '\\377')\"";
        new ProcessBuilder("sh", "-c", script, directory.toString()).start().waitFor();
        Path file = directory.resolve("inetd.conf");
        String line = "12345 stream tcp nowait root " + directory + "/\u00ff\n";
        Files.write(file, line.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(new Run(ExitCode.OK, "", ""), run("--check", file));
    }

    @Test
    void a_file_that_is_not_there_is_told_with_the_call_that_failed() {
        Path file = directory.resolve("absent.conf");
        assertEquals(
                new Run(
                        ExitCode.CONFIGURATION,
                        "",
                        "jinetd: cannot read the configuration: open("
                                + file
                                + "): ENOENT (No such file or directory)\n"),
                run("--check", file));
        assertEquals(ExitCode.CONFIGURATION, run("--explain", "echo", file).code());
    }

    @Test
    void of_a_directory_the_files_that_end_in_conf_are_read_by_name() throws IOException {
        file("b.conf", "12345 stream tcp nowait no-such-user /bin/true");
        file("a.conf", "12346 stream tcp nowait no-such-user /bin/true");
        file("c.conf~", "not read");
        file("c.conf.dpkg-old", "not read");
        file("README", "not read");
        Run run = run("--check", directory);
        assertEquals(ExitCode.CONFIGURATION, run.code());
        List<String> lines = run.err().lines().toList();
        assertEquals(2, lines.size(), run.err());
        assertTrue(lines.get(0).startsWith(directory.resolve("a.conf") + ":1:25: "), run.err());
        assertTrue(lines.get(1).startsWith(directory.resolve("b.conf") + ":1:25: "), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no.such.host.invalid", "192.0.2.256", "[::1"})
    void an_address_that_cannot_be_understood_never_becomes_all_addresses(String address)
            throws IOException {
        Path file = file("inetd.conf", "12345 stream tcp nowait root internal echo");
        Run run = run("--check", "-a", address, file);
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().startsWith("jinetd: -a: "), run.err());
    }

    @Test
    void the_text_of_a_file_cannot_write_lines_of_its_own() throws IOException {
        Path file = file("inetd.conf", "12345 stream tcp nowait 'a\\nroot\\x1b[31m' /bin/true");
        Run run = run("--check", file);
        assertEquals(ExitCode.CONFIGURATION, run.code());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().strip().codePoints().noneMatch(Character::isISOControl), run.err());
    }

    @Test
    void the_system_calls_of_a_child_are_explained() throws IOException {
        Path file = file("inetd.conf", "12345 stream tcp nowait nobody /bin/true true -x");
        Run run = run("--explain", "12345", file);
        assertEquals(ExitCode.OK, run.code());
        assertEquals("", run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("# 12345/tcp at " + file + ":1:1", lines.get(0));
        assertTrue(lines.contains("setsid()"), run.out());
        assertTrue(lines.contains("umask(022)"), run.out());
        assertTrue(
                lines.get(lines.size() - 1).startsWith("execve(\"/bin/true\", [\"true\", \"-x\"]"),
                run.out());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("setresuid(")), run.out());
    }

    @Test
    void a_service_that_jinetd_answers_itself_is_explained_as_such() throws IOException {
        Path file = file("inetd.conf", "12345 stream tcp nowait root internal echo");
        assertEquals(
                new Run(
                        ExitCode.OK,
                        "# 12345/tcp at "
                                + file
                                + ":1:1\n# answered by jinetd itself, without a child\n",
                        ""),
                run("--explain", "12345/tcp", file));
    }

    @Test
    void what_a_terminal_would_obey_is_not_printed_as_it_is() throws IOException {
        Path file = file("inetd.conf", "'/run/\\x1b[2J' stream unix nowait root /bin/a '\\x1bc'");
        Run run = run("--explain", "/run/\u001b[2J", file);
        assertEquals(ExitCode.OK, run.code());
        Run other = run("--explain", "\u001b[2J", file);
        assertEquals(ExitCode.USAGE, other.code());
        Run option = run("--no\u001b[2J", file);
        assertEquals(ExitCode.USAGE, option.code());
        String all = run.out() + run.err() + other.err() + option.err();
        assertEquals(-1, all.indexOf('\u001b'), all);
        assertTrue(run.out().contains("/run/\\x1b[2J"), run.out());
        assertTrue(run.out().contains("\\x1bc"), run.out());
        assertTrue(other.err().contains("no service \\x1b[2J"), other.err());
    }

    @Test
    void for_a_service_that_is_not_there_those_that_are_are_named() throws IOException {
        Path file =
                file(
                        "inetd.conf",
                        "12345 stream tcp nowait root /bin/true",
                        "12346 dgram udp wait root internal echo");
        assertEquals(
                new Run(
                        ExitCode.USAGE,
                        "",
                        "jinetd: no service 1234 — there are: 12345/tcp 12346/udp\n"),
                run("--explain", "1234", file));
    }

    @Test
    void a_service_behind_tcpmux_is_explained_checked_and_printed_like_any_other()
            throws IOException {
        Path file =
                file(
                        "inetd.conf",
                        "12345 stream tcp nowait root internal tcpmux",
                        "tcpmux/+Date stream tcp nowait nobody " + directory + "/absent date -u");
        Run explained = run("--explain", "tcpmux/date", file);
        assertEquals(ExitCode.OK, explained.code());
        assertEquals(
                "# tcpmux/Date at " + file + ":2:1", explained.out().lines().findFirst().get());
        assertTrue(explained.out().contains("\nexecve(\"" + directory + "/absent\", [\"date\", "));
        assertTrue(explained.out().contains("\nsetresuid(65534"), explained.out());
        assertEquals(
                "jinetd: no service date — there are: 12345/tcp tcpmux/Date\n",
                run("--explain", "date", file).err());
        Run checked = run("--check", file);
        assertEquals(ExitCode.OK, checked.code());
        assertTrue(checked.err().startsWith(file + ":2:1: warning: "), checked.err());
        assertTrue(run("--print", file).out().contains("\ntcpmux/+Date stream tcp nowait"));
    }

    @Test
    void a_quote_of_the_day_that_cannot_be_read_is_told_where_it_is_said() throws IOException {
        Path said = file("said.conf", "12345 stream tcp nowait root internal qotd");
        Path unsaid = file("unsaid.conf", "12345 stream tcp nowait root internal echo");
        Path absent = directory.resolve("absent");
        assertEquals(
                new Run(
                        ExitCode.OK,
                        "",
                        absent
                                + ":1:1: warning: the quote of the day cannot be read: open("
                                + absent
                                + "): ENOENT (No such file or directory) — mend the file; until"
                                + " then qotd says a text of its own\n"),
                run("--check", "--quote-file", absent, said));
        Run silent = new Run(ExitCode.OK, "", "");
        assertEquals(silent, run("--check", "--quote-file", file("quote", "Be brief."), said));
        assertEquals(silent, run("--check", "--quote-file", absent, unsaid));
        assertEquals(silent, run("--check", said), "the usual one may be missing");
    }
}
