package org.jinetd.admit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;

/**
 * The sources that are shut out, at most {@link #MOST}, the oldest out. Belongs to one thread.
 *
 * <p>A look-up costs one probe for each size of sources in use: services may differ in what they
 * take for one source.
 */
final class Bans {

    /** About 200 bytes each. */
    static final int MOST = 10_000;

    private final Map<Prefix, Ban> bySource = new LinkedHashMap<>();
    private final List<Size> sizes = new ArrayList<>();

    private record Size(Ip.Family family, int length) {}

    void add(Ban ban, long now) {
        forgetPast(now);
        Size size = new Size(ban.source().network().family(), ban.source().length());
        if (!sizes.contains(size)) {
            sizes.add(size);
        }
        bySource.remove(ban.source()); // the latest to the end
        bySource.put(ban.source(), ban);
        if (bySource.size() > MOST) {
            bySource.remove(bySource.keySet().iterator().next());
        }
    }

    /** Returns what shuts an unmapped address out now. */
    Optional<Ban> of(Ip client, long now) {
        if (bySource.isEmpty()) {
            return Optional.empty();
        }
        for (Size size : sizes) {
            if (size.family() != client.family()) {
                continue;
            }
            Prefix source = Prefix.of(client, size.length());
            Ban ban = bySource.get(source);
            if (ban != null && ban.untilNanos() - now > 0) {
                return Optional.of(ban);
            }
            if (ban != null) {
                bySource.remove(source);
            }
        }
        return Optional.empty();
    }

    void clear() {
        bySource.clear();
        sizes.clear();
    }

    int size() {
        return bySource.size();
    }

    private void forgetPast(long now) {
        Iterator<Ban> all = bySource.values().iterator();
        while (all.hasNext() && all.next().untilNanos() - now <= 0) {
            all.remove();
        }
        if (bySource.isEmpty()) {
            sizes.clear();
        }
    }
}
