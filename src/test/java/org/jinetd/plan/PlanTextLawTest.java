package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Position;
import org.jinetd.config.SourceText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTextLawTest {

    private static final Position NOWHERE = new Position("x", 1, 1);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_printed_comes_to_the_same_plan(long seed) {
        Plan plan = plan(new RandomConfiguration(new Random(seed)).text(), Defaults.CLASSIC);
        Defaults others = new Defaults(new Limits(1, 2, 3, 4), "192.0.2.77");
        String printed = String.join("\n", PlanText.lines(plan));
        Plan again = plan(printed, others);
        assertEquals(bare(plan), bare(again), printed);
        assertEquals(printed, String.join("\n", PlanText.lines(again)));
        assertEquals(names(again), names(plan(printed, Defaults.CLASSIC)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_random_configuration_is_mostly_right(long seed) {
        String text = new RandomConfiguration(new Random(seed)).text();
        Plan plan = plan(text, Defaults.CLASSIC);
        assertTrue(plan.services().size() + plan.muxed().size() > 2, text);
    }

    static Plan plan(String text, Defaults defaults) {
        return new Resolver(TestNames.debian(), defaults, Privilege.ROOT)
                .resolve(List.of(ClassicSyntax.parse(new SourceText("x", text)).value()))
                .plan();
    }

    /** Returns a plan without places and without the hosts in its names. */
    static Plan bare(Plan plan) {
        return new Plan(
                plan.services().stream().map(PlanTextLawTest::bare).collect(Collectors.toList()),
                plan.muxed().stream()
                        .map(
                                m ->
                                        new MuxedService(
                                                m.name(),
                                                m.greeting(),
                                                m.action(),
                                                m.limits(),
                                                NOWHERE))
                        .toList());
    }

    private static Service bare(Service s) {
        return new Service(
                "x", s.endpoints(), s.buffers(), s.mode(), s.action(), s.limits(), NOWHERE);
    }

    private static List<String> names(Plan plan) {
        return plan.services().stream().map(Service::name).toList();
    }
}
