package org.jinetd.plan;

import java.util.Map;

/**
 * How many services behind tcpmux two plans have in common, and how many not. Another place in the
 * files changes none.
 *
 * @param kept in both plans, changed or not
 * @param opened only in the next plan
 * @param closed only in the plan before
 * @param changed kept, and served in another way
 */
public record MuxedChange(int kept, int opened, int closed, int changed) {

    static MuxedChange between(Plan before, Plan next) {
        Map<String, MuxedService> old = before.muxedByKey();
        int kept = 0;
        int changed = 0;
        for (MuxedService service : next.muxed()) {
            MuxedService same = old.get(service.key());
            if (same != null) {
                kept++;
                changed += same.isServedAs(service) ? 0 : 1;
            }
        }
        return new MuxedChange(kept, next.muxed().size() - kept, old.size() - kept, changed);
    }
}
