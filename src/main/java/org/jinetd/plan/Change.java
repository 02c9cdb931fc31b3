package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The way from one plan to the next. A listener whose endpoint is in both is kept open, so that no
 * client of it notices. Whoever closes all of {@code closed} before opening any of {@code opened}
 * never finds an address in use by a listener of its own.
 *
 * @param kept in both plans, in the order of the next
 * @param closed only in the plan before, in its order
 * @param opened only in the next plan, in its order
 */
public record Change(List<Kept> kept, List<Offer> closed, List<Offer> opened) {

    /** One endpoint of a service: one listener. */
    public record Offer(Endpoint endpoint, Service service) {
        public Offer {
            requireNonNull(endpoint, "endpoint");
            requireNonNull(service, "service");
        }
    }

    /** A listener that stays open; from now on it serves {@code after}. */
    public record Kept(Endpoint endpoint, Service before, Service after) {
        public Kept {
            requireNonNull(endpoint, "endpoint");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }

        /**
         * Returns whether its clients are served in another way. Another place in the files is
         * none, nor are endpoints that the service won or lost beside this one.
         */
        public boolean isChanged() {
            return !before.name().equals(after.name())
                    || !before.buffers().equals(after.buffers())
                    || before.mode() != after.mode()
                    || !before.action().equals(after.action())
                    || !before.limits().equals(after.limits())
                    || !before.admission().equals(after.admission())
                    || !before.settings().equals(after.settings());
        }
    }

    public Change {
        kept = List.copyOf(kept);
        closed = List.copyOf(closed);
        opened = List.copyOf(opened);
    }

    static Change between(Plan before, Plan next) {
        Map<Endpoint, Service> gone = new LinkedHashMap<>(before.byEndpoint());
        List<Kept> kept = new ArrayList<>();
        List<Offer> opened = new ArrayList<>();
        next.byEndpoint()
                .forEach(
                        (endpoint, service) -> {
                            Service old = gone.remove(endpoint);
                            if (old == null) {
                                opened.add(new Offer(endpoint, service));
                            } else {
                                kept.add(new Kept(endpoint, old, service));
                            }
                        });
        List<Offer> closed = new ArrayList<>();
        gone.forEach((endpoint, service) -> closed.add(new Offer(endpoint, service)));
        return new Change(kept, closed, opened);
    }

    /** Returns the kept listeners whose service is another than before. */
    public List<Kept> changed() {
        return kept.stream().filter(Kept::isChanged).toList();
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return closed.isEmpty() && opened.isEmpty() && changed().isEmpty();
    }
}
