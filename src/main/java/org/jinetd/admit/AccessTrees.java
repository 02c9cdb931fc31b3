package org.jinetd.admit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.plan.Access;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Served;

/**
 * The access lists of a plan, ready to be asked. To make one of a hundred thousand rules takes a
 * tenth of a second, in which nobody would be served: so it is made beforehand, by whoever reads
 * the plan, and lists that did not change are not made again. Immutable.
 */
public final class AccessTrees {

    /** No list is ready. */
    public static final AccessTrees NONE = new AccessTrees(Map.of(), new IdentityHashMap<>());

    private final Map<Lists, AccessTree> byRules;

    /** Not by what they say, since to compare long lists takes its time, too. */
    private final IdentityHashMap<Access, AccessTree> byObject;

    private record Lists(List<AccessRule> onlyFrom, List<AccessRule> noAccess) {
        static Lists of(Access access) {
            return new Lists(access.onlyFrom(), access.noAccess());
        }

        boolean isEmpty() {
            return onlyFrom.isEmpty() && noAccess.isEmpty();
        }
    }

    private AccessTrees(
            Map<Lists, AccessTree> byRules, IdentityHashMap<Access, AccessTree> byObject) {
        this.byRules = byRules;
        this.byObject = byObject;
    }

    /** Makes the lists of the next plan; of these, those that have not changed. */
    public AccessTrees next(Plan plan) {
        Map<Lists, AccessTree> nextByRules = new HashMap<>();
        IdentityHashMap<Access, AccessTree> nextByObject = new IdentityHashMap<>();
        List<Served> all = new ArrayList<>(plan.services());
        all.addAll(plan.muxed());
        for (Served service : all) {
            Access access = service.settings().access();
            Lists lists = Lists.of(access);
            if (!lists.isEmpty() && !nextByObject.containsKey(access)) {
                AccessTree before = byRules.get(lists);
                AccessTree tree =
                        nextByRules.computeIfAbsent(
                                lists, same -> before != null ? before : new AccessTree(access));
                nextByObject.put(access, tree);
            }
        }
        return new AccessTrees(nextByRules, nextByObject);
    }

    /** Returns the list that was made of what is said there. */
    Optional<AccessTree> of(Access access) {
        return Optional.ofNullable(byObject.get(access));
    }
}
