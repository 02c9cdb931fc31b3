package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_change_applied_to_the_plan_before_gives_the_next(long seed) {
        Random random = new Random(seed);
        Plan before = Plans.random(random);
        Plan next = Plans.random(random);
        Change change = before.to(next);
        Map<Endpoint, Service> open = new LinkedHashMap<>(before.byEndpoint());
        for (Change.Offer offer : change.closed()) {
            assertTrue(open.remove(offer.endpoint(), offer.service()));
        }
        for (Change.Kept kept : change.kept()) {
            assertEquals(kept.before(), open.put(kept.endpoint(), kept.after()));
        }
        for (Change.Offer offer : change.opened()) {
            assertTrue(open.keySet().stream().noneMatch(offer.endpoint()::conflictsWith));
            open.put(offer.endpoint(), offer.service());
        }
        assertEquals(next.byEndpoint(), open);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void from_a_plan_to_itself_there_is_nothing_to_do(long seed) {
        Plan plan = Plans.random(new Random(seed));
        Change change = plan.to(plan);
        assertTrue(change.isEmpty());
        assertEquals(plan.byEndpoint().size(), change.kept().size());
    }

    @Test
    void a_line_that_only_moved_has_not_changed() {
        Endpoint endpoint = Plans.tcp("0.0.0.0", 7);
        Plan before = Plans.of(Plans.echo("echo/tcp", 1, endpoint));
        Plan next = Plans.of(Plans.echo("echo/tcp", 9, endpoint, Plans.tcp("::", 7)));
        Change change = before.to(next);
        assertEquals(List.of(), change.changed());
        assertEquals(9, change.kept().get(0).after().at().line());
        assertFalse(change.isEmpty());
    }

    @Test
    void another_name_size_mode_action_or_limit_is_a_change() {
        Service s = Plans.echo("echo/tcp", 1, Plans.tcp("0.0.0.0", 7));
        Action discard = new Action.Internal(BuiltIn.DISCARD);
        Buffers large = new Buffers(9, 9);
        Limits one = new Limits(1, 0, 0, 0);
        List<Service> others =
                List.of(
                        Plans.echo("7/tcp", 1, Plans.tcp("0.0.0.0", 7)),
                        copy(s, large, s.mode(), s.action(), s.limits()),
                        copy(s, s.buffers(), Mode.WAIT, s.action(), s.limits()),
                        copy(s, s.buffers(), s.mode(), discard, s.limits()),
                        copy(s, s.buffers(), s.mode(), s.action(), one));
        for (Service other : others) {
            Change change = Plans.of(s).to(Plans.of(other));
            assertEquals(1, change.changed().size());
            assertFalse(change.isEmpty());
        }
    }

    @Test
    void what_is_closed_alone_is_a_change() {
        Plan before = Plans.of(Plans.echo("echo/tcp", 1, Plans.mapped(7)));
        Change change = before.to(Plan.EMPTY);
        assertFalse(change.isEmpty());
        assertEquals(1, change.closed().size());
    }

    private static Service copy(Service s, Buffers buffers, Mode mode, Action action, Limits l) {
        return new Service(s.name(), s.endpoints(), buffers, mode, action, l, s.at());
    }
}
