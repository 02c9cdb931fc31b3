package org.jinetd.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Problem;

/**
 * Finds what two lines both offer. Where they do the same that is harmless, and usual: other
 * systems have a line for each version of IP, of which the one without a number is here for both.
 */
final class Overlaps {

    /** One line. No record: to hash a service takes time by its endpoints. */
    private static final class Owner {
        private final Service service;

        Owner(Service service) {
            this.service = service;
        }
    }

    private record Offer(Endpoint endpoint, Owner owner) {}

    private final Findings findings;
    private final EndpointIndex<Offer> taken = new EndpointIndex<>();

    Overlaps(Findings findings) {
        this.findings = findings;
    }

    void add(Service service) {
        Owner owner = new Owner(service);
        service.endpoints().forEach(endpoint -> taken.add(endpoint, new Offer(endpoint, owner)));
    }

    /**
     * Returns those endpoints of a service that nothing before offers; empty, with an error, if
     * another service is in the way of one, or the service itself.
     */
    Optional<List<Endpoint>> left(Service service) {
        EndpointIndex<Endpoint> own = new EndpointIndex<>();
        List<Endpoint> left = new ArrayList<>();
        Optional<Owner> same = Optional.empty();
        for (Endpoint endpoint : service.endpoints()) {
            if (own.conflicting(endpoint).findFirst().isPresent()) {
                return conflict(service, endpoint, service);
            }
            own.add(endpoint, endpoint);
            Optional<Offer> before = taken.conflicting(endpoint).findFirst();
            if (before.isEmpty()) {
                left.add(endpoint);
                continue;
            }
            Owner owner = before.get().owner();
            boolean does = same.filter(owner::equals).isPresent() || owner.service.doesAs(service);
            if (!before.get().endpoint().covers(endpoint) || !does) {
                return conflict(service, endpoint, owner.service);
            }
            same = Optional.of(owner);
        }
        same.ifPresent(first -> tell(service, first.service, left));
        return Optional.of(left);
    }

    private Optional<List<Endpoint>> conflict(Service service, Endpoint endpoint, Service owner) {
        return findings.error(
                service.at(),
                endpoint + " is already offered by " + named(owner),
                remedy(service, owner));
    }

    private void tell(Service service, Service first, List<Endpoint> left) {
        if (left.isEmpty()) {
            findings.warning(
                    service.at(),
                    "the same is already offered by " + named(first),
                    isVersion(service, first)
                            ? first.writtenProtocol() + " is both versions of IP: delete this line"
                            : "delete one of the two");
        } else {
            findings.note(
                    service.at(),
                    "part of this is already offered by " + named(first),
                    "this line adds " + left.get(0) + more(left.size() - 1));
        }
    }

    private static String more(int others) {
        return others == 0 ? "" : " and " + others + " more";
    }

    private static String named(Service service) {
        return Problem.quote(service.name()) + " at " + service.at();
    }

    private static String remedy(Service second, Service first) {
        if (isVersion(second, first)) {
            String both = first.writtenProtocol();
            return both
                    + " is both versions of IP: delete this line, or write "
                    + both
                    + (second.writtenProtocol().endsWith("6") ? "4" : "6")
                    + " there";
        }
        if (isVersion(first, second)) {
            String both = second.writtenProtocol();
            return both
                    + " is both versions of IP: write "
                    + both
                    + (first.writtenProtocol().endsWith("6") ? "4" : "6");
        }
        return "write each of them its own address, or delete one";
    }

    /** Returns whether a protocol is one version of what the other has both of. */
    private static boolean isVersion(Service one, Service both) {
        String protocol = one.writtenProtocol();
        return protocol.equals(both.writtenProtocol() + "4")
                || protocol.equals(both.writtenProtocol() + "6");
    }
}
