package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Position;
import org.jinetd.config.Problems;
import org.jinetd.config.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The work that a configuration is, counted in questions to the host's databases. */
class WorkTest {

    /** Some more than there are problems that are told. */
    private static final int LINES = Problems.MOST + 500;

    private static final int FEWER_LINES = 1000;

    /** The most that one line may ask: users, groups and services by name and by number. */
    private static final int QUESTIONS_A_LINE = 10;

    private final List<String> asked = new ArrayList<>();

    private final Names rows = TestNames.debian();

    private final Names names =
            (Names)
                    Proxy.newProxyInstance(
                            Names.class.getClassLoader(),
                            new Class<?>[] {Names.class},
                            (proxy, method, arguments) -> {
                                asked.add(method.getName());
                                return method.invoke(rows, arguments);
                            });

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.%d.%d:7 stream tcp4 nowait root /bin/cat cat",
                "echo stream tcp nowait nobodyy%d /bin/cat cat",
                "echo stream tcp nowait root:deamon%d /bin/cat cat",
                "echo stream tcp nowait a.b.c%d /bin/cat cat",
                "ecko%d stream tcp nowait root internal",
                "rstatd%d/1 stream rpc/tcp nowait root /bin/cat cat",
                "echo on protocol = tcp, user = johnn%d, wait = no, exec = /bin/cat;",
                ":daemonn%d:daemon:0600:/run/x stream unix nowait root /bin/cat cat",
                "echo stream tcp nowait root internal eckho%d",
            })
    void a_line_asks_only_so_many_questions(String line) {
        resolve(lines(line, FEWER_LINES));
        assertTrue(
                asked.size() <= QUESTIONS_A_LINE * FEWER_LINES, () -> asked.size() + " questions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo stream tcp nowait nobodyy%d /bin/cat cat",
                "echo stream tcp nowait root:deamon%d /bin/cat cat",
                "ecko%d stream tcp nowait root internal",
                "rstatd%d/1 stream rpc/tcp nowait root /bin/cat cat",
            })
    void nothing_is_suggested_for_what_is_not_told(String line) {
        resolve(lines(line, LINES));
        long suggestions = asked.stream().filter(name -> name.startsWith("known")).count();
        assertTrue(suggestions <= Problems.MOST, () -> suggestions + " suggestions");
    }

    @Test
    void a_word_of_many_dots_is_no_user_beyond_the_longest_name() {
        resolve("echo stream tcp nowait " + "a.".repeat(30_000) + " /bin/cat cat\n");
        assertTrue(asked.size() < 256, () -> asked.size() + " questions");
    }

    @Test
    void what_is_wrong_beyond_so_many_problems_is_said_in_one() {
        Resolution resolution = resolve(lines("echo stream tcp nowait nobodyy%d /bin/cat", LINES));
        assertEquals(Problems.MOST + 1, resolution.problems().size());
        assertEquals(LINES, resolution.rejected().size());
    }

    @Test
    @Timeout(10)
    void the_services_that_many_lines_were_are_kept_without_comparing_each_with_each() {
        Plan last = resolve(addresses()).plan();
        List<Rejected> rejected =
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(
                                i -> new Rejected("echo", "dgram", "udp", new Position("x", i, 1)))
                        .toList();
        assertEquals(LINES, last.services().size());
        assertEquals(Plan.EMPTY, Plan.EMPTY.keeping(last, rejected));
    }

    /** The same service on many addresses, each of which goes by the same name. */
    private static String addresses() {
        return IntStream.range(0, LINES)
                .mapToObj(
                        i ->
                                "10.1."
                                        + i / 250
                                        + "."
                                        + i % 250
                                        + ":\necho stream tcp nowait root internal\n")
                .collect(Collectors.joining());
    }

    private static String lines(String line, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(line, i % 250, i / 250) + "\n")
                .collect(Collectors.joining());
    }

    private Resolution resolve(String text) {
        return new Resolver(names, Defaults.CLASSIC, Privilege.ROOT)
                .resolve(List.of(ClassicSyntax.parse(new SourceText("x", text)).value()));
    }
}
