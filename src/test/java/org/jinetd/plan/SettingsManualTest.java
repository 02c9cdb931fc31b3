package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.junit.jupiter.api.Test;

/** What is written about jinetd.ini is what the reader of it knows. */
class SettingsManualTest {

    private static final Path MANUAL = Path.of("src/main/man/jinetd.ini.5");
    private static final Path SAMPLE = Path.of("etc/jinetd.ini");
    private static final String SERVICES =
            """
            ftp stream tcp nowait root /bin/cat
            tftp dgram udp wait root /bin/cat
            echo stream tcp nowait root internal
            """;

    @Test
    void the_manual_has_the_keys_of_the_daemon() throws IOException {
        assertEquals(entries(DaemonKeys.ALL), manual("daemon keys"));
    }

    @Test
    void the_manual_has_every_key_of_a_service() throws IOException {
        assertEquals(entries(ServiceKeys.ALL), manual("service keys"));
    }

    @Test
    void the_sample_says_nothing() throws IOException {
        assertEquals(resolution("").plan(), resolution(Files.readString(SAMPLE)).plan());
    }

    @Test
    void every_line_of_the_sample_can_be_switched_on() throws IOException {
        String on = Files.readString(SAMPLE).replaceAll("(?m)^#(?=[\\[a-z])", "");
        List<String> problems =
                resolution(on).problems().stream()
                        .map(Problem::toString)
                        .filter(text -> !text.contains("/etc/issue.net"))
                        .toList();
        assertEquals(List.of(), problems);
    }

    private static Resolution resolution(String settings) {
        return SettingsText.resolve(
                SERVICES, List.of(new SourceText("jinetd.ini", settings)), Defaults.CLASSIC);
    }

    private static String manual(String part) throws IOException {
        String text = Files.readString(MANUAL);
        String begin = ".\\\" " + part + "\n";
        int start = text.indexOf(begin) + begin.length();
        return text.substring(start, text.indexOf(".\\\" end\n", start));
    }

    private static String entries(List<SettingKey<?>> keys) {
        List<String> lines = new ArrayList<>();
        lines.add(".Bl -tag -width Ds");
        for (SettingKey<?> key : keys) {
            lines.add(".It Cm " + key.word() + " No = " + escaped(key.grammar().form()));
            for (String sentence : key.manual().meaning().split("(?<=\\.) ")) {
                lines.add(escaped(sentence));
            }
            lines.add("Default: " + escaped(key.manual().otherwise()) + ".");
            lines.add(".Dl " + key.word() + " = " + escaped(key.manual().example()));
        }
        lines.add(".El");
        return String.join("\n", lines) + "\n";
    }

    /** A dot or an apostrophe at the start of a word, and a bar, are commands in an mdoc line. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("\"", "\\(dq")
                .replaceAll("(?<=^|\\s)(?=[.'|])", "\\\\&")
                .replaceAll("(?<=\\s|^)-(?=[0-9a-zA-Z])", "\\\\-")
                .replaceAll("\\[", "\\\\&[");
    }
}
