package org.jinetd.admit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.plan.Access;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Mode;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;

class AccessTreesTest {

    private static Plan plan(Access access) {
        Service echo =
                new Service(
                        "echo/tcp",
                        List.of(new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 7, false)),
                        Buffers.KERNEL_CHOICE,
                        Mode.NOWAIT,
                        new Action.Internal(BuiltIn.ECHO),
                        Limits.NONE,
                        new Position("inetd.conf", 1, 1));
        ServiceSettings none = ServiceSettings.NONE;
        return new Plan(
                List.of(
                        echo.with(
                                Admission.UNLIMITED,
                                new ServiceSettings(
                                        access,
                                        none.banners(),
                                        none.idleTimeout(),
                                        none.process(),
                                        none.log()))));
    }

    @Test
    void what_has_not_changed_is_not_made_again() {
        Access before = Rules.lists("192.0.2.0/24", "192.0.2.1");
        Access same = Rules.lists("192.0.2.0/24", "192.0.2.1");
        Access other = Rules.lists("192.0.2.0/24", "192.0.2.2");
        AccessTrees first = AccessTrees.NONE.next(plan(before));
        AccessTrees second = first.next(plan(same));
        assertSame(first.of(before).orElseThrow(), second.of(same).orElseThrow());
        assertNotSame(
                first.of(before).orElseThrow(), second.next(plan(other)).of(other).orElseThrow());
        assertEquals(Optional.empty(), second.of(other));
    }

    @Test
    void rules_take_the_list_that_is_ready_and_make_none_where_nothing_changes() {
        Access before = Rules.lists("192.0.2.0/24", "");
        Access same = Rules.lists("192.0.2.0/24", "");
        AccessTrees first = AccessTrees.NONE.next(plan(before));
        EntryRules rules = new EntryRules(Admission.UNLIMITED, before, first);
        assertSame(first.of(before).orElseThrow(), rules.lists);
        assertSame(rules, rules.next(Admission.UNLIMITED, same, first.next(plan(same))));
        assertSame(rules, rules.next(Admission.UNLIMITED, same, AccessTrees.NONE));
        Admission slower = Admission.of(new Limits(1, 1, 1, 1));
        assertSame(rules.lists, rules.next(slower, same, AccessTrees.NONE).lists);
    }
}
