package org.jinetd.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;
import org.jinetd.hosts.Facts;
import org.jinetd.hosts.HostsRequest;
import org.jinetd.hosts.HostsSyntax;
import org.jinetd.hosts.HostsTable;
import org.jinetd.hosts.HostsTables;

/**
 * What holds for any bytes that come from outside. In the ordinary tests the inputs beside this
 * class's resources are tried; with {@code JAZZER_FUZZ=1} new ones are made, for as long as {@code
 * -Dfuzz.seconds} says. The first byte of an input chooses the target.
 *
 * <p>Whatever else reads bytes from outside is added as a {@link Target}, and its first inputs as
 * files.
 */
class InputFuzzTest {

    private static final Names NAMES = TestNames.debian();

    /** A reader of bytes, and what it promises for any of them. */
    private enum Target {
        CONFIGURATION('c') {
            @Override
            void read(String text) {
                Parsed<List<Statement>> parsed =
                        ClassicSyntax.parse(new SourceText("inetd.conf", text));
                int words = ClassicSyntax.mostWords(text);
                assertTrue(parsed.value().size() <= words, "more statements than words");
                Resolution resolution =
                        new Resolver(NAMES, Defaults.CLASSIC, Privilege.ROOT)
                                .resolve(List.of(parsed.value()));
                assertTrue(resolution.problems().size() <= 8 * words, "more problems than words");
                parsed.problems()
                        .forEach(problem -> assertTrue(problem.toString().length() < 4096));
                Plan plan = resolution.plan();
                String printed = String.join("\n", PlanText.lines(plan));
                Plan again = PlanTextLawTest.plan(printed, Defaults.CLASSIC);
                assertEquals(PlanTextLawTest.bare(plan), PlanTextLawTest.bare(again), printed);
            }
        },
        HOSTS_TABLE('t') {
            @Override
            void read(String text) {
                SourceText source = new SourceText("hosts.allow", text);
                Parsed<HostsTable> parsed = HostsSyntax.parse(source);
                HostsSyntax.parseList(source);
                parsed.value().listFiles();
                assertTrue(parsed.problems().size() <= 100, "more problems than are told");
                parsed.problems()
                        .forEach(problem -> assertTrue(problem.toString().length() < 4096));
                new HostsTables(parsed.value(), parsed.value(), Map.of())
                        .verdict(HostsRequest.of("sshd", new Peer.Unix("/x"), 1), Facts.NONE);
            }
        },
        MODE('m') {
            @Override
            void read(String text) {
                line("echo stream tcp " + text.replaceAll("\\s", "_") + " root /bin/cat cat");
            }
        },
        HOSTS('h') {
            @Override
            void read(String text) {
                line(text.replaceAll("\\s", "_") + ":echo stream tcp nowait root /bin/cat cat");
            }
        },
        USER('u') {
            @Override
            void read(String text) {
                line("echo stream tcp nowait " + text.replaceAll("\\s", "_") + " /bin/cat cat");
            }
        },
        DEFINITION('d') {
            @Override
            void read(String text) {
                line("echo on protocol = tcp, user = root, wait = no, exec = /bin/cat, " + text);
            }
        },
        ADDRESS('a') {
            @Override
            void read(String text) {
                Ip.parse(text).ifPresent(ip -> assertEquals(ip, Ip.parse(ip.toString()).get()));
            }
        };

        private final char letter;

        Target(char letter) {
            this.letter = letter;
        }

        abstract void read(String text);

        private static void line(String line) {
            CONFIGURATION.read(line + "\n");
        }
    }

    @FuzzTest(maxDuration = "30s")
    void no_bytes_from_outside_break_what_a_reader_promises(byte[] input) {
        if (input.length > 0) {
            String text = new String(input, 1, input.length - 1, UTF_8);
            Arrays.stream(Target.values())
                    .filter(target -> target.letter == input[0])
                    .forEach(target -> target.read(text));
        }
    }
}
