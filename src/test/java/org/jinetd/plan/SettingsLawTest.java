package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jinetd.config.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsLawTest {

    private static final String SERVICES =
            """
            ftp stream tcp nowait root /bin/cat
            finger stream tcp nowait.7 root /bin/cat
            telnet stream tcp nowait/3 root /bin/cat
            smtp stream tcp nowait.1/2/3/4 root /bin/cat
            tftp dgram udp wait root /bin/cat
            echo stream tcp nowait root internal
            """;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    /** Keys with their own examples, in any choice and order. */
    private static String settings(Random random) {
        StringBuilder text = new StringBuilder();
        for (String title : List.of("defaults", "service ftp/tcp", "service smtp/tcp")) {
            List<SettingKey<?>> keys = new ArrayList<>(ServiceKeys.ALL);
            keys.remove(TalkKeys.BANNER);
            keys.remove(TalkKeys.IDLE_TIMEOUT);
            Collections.shuffle(keys, random);
            text.append('[').append(title).append("]\n");
            keys.subList(0, random.nextInt(keys.size()))
                    .forEach(
                            key ->
                                    text.append(key.word())
                                            .append(" = ")
                                            .append(key.manual().example())
                                            .append('\n'));
        }
        return text.toString();
    }

    private static Plan plan(String conf, String settings) {
        return SettingsText.resolve(conf, List.of(new SourceText("i", settings)), Defaults.CLASSIC)
                .plan();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_printed_comes_to_the_same_with_the_same_settings(long seed) {
        String settings = settings(new Random(seed));
        Plan plan = plan(SERVICES, settings);
        assertEquals(6, plan.services().size());
        String printed = String.join("\n", PlanText.lines(plan)) + "\n";
        Plan again = plan(printed, settings);
        assertEquals(holding(plan), holding(again), printed);
        assertEquals(printed, String.join("\n", PlanText.lines(again)) + "\n");
    }

    private static List<String> holding(Plan plan) {
        return plan.services().stream()
                .map(service -> service.limits() + " " + service.admission() + service.settings())
                .toList();
    }

    @Test
    void services_that_have_the_defaults_only_share_what_comes_of_them() {
        String conf =
                IntStream.rangeClosed(1, 10_000)
                        .mapToObj(port -> port + " stream tcp nowait root /bin/cat")
                        .collect(Collectors.joining("\n"));
        Plan plan = plan(conf, "[defaults]\nnice = 3\nonly-from = 10.0.0.0/8\n");
        ServiceSettings first = plan.services().get(0).settings();
        assertEquals(10_000, plan.services().size());
        plan.services().forEach(service -> assertSame(first, service.settings()));
    }
}
