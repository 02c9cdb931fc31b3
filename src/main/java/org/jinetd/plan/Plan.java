package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jinetd.config.Position;

/**
 * Everything that is to be offered, as one value: a reload makes the next one complete, compares,
 * and only then touches a socket. No two endpoints in it are in each other's way.
 *
 * @param services in the order of the files
 * @param muxed what the service {@code tcpmux} leads to, in the order of the files; no name twice
 * @param daemon what holds for all of them together
 */
public record Plan(List<Service> services, List<MuxedService> muxed, DaemonSettings daemon) {

    /** Nothing is offered. */
    public static final Plan EMPTY = new Plan(List.of());

    public Plan {
        services = List.copyOf(services);
        muxed = List.copyOf(muxed);
        requireNonNull(daemon, "daemon");
        EndpointIndex<Service> taken = new EndpointIndex<>();
        for (Service service : services) {
            for (Endpoint endpoint : service.endpoints()) {
                if (isTaken(taken, endpoint)) {
                    throw new IllegalArgumentException("offered twice: " + endpoint);
                }
                taken.add(endpoint, service);
            }
        }
        if (muxed.stream().map(MuxedService::key).distinct().count() < muxed.size()) {
            throw new IllegalArgumentException("a name of tcpmux twice");
        }
    }

    /** Makes a plan of which nothing is said for all services together. */
    public Plan(List<Service> services, List<MuxedService> muxed) {
        this(services, muxed, DaemonSettings.USUAL);
    }

    /** Makes a plan in which {@code tcpmux} leads nowhere. */
    public Plan(List<Service> services) {
        this(services, List.of());
    }

    /** Returns what a client of {@code tcpmux} may ask for, by {@link MuxedService#key()}. */
    public Map<String, MuxedService> muxedByKey() {
        Map<String, MuxedService> byKey = new LinkedHashMap<>();
        muxed.forEach(service -> byKey.put(service.key(), service));
        return Collections.unmodifiableMap(byKey);
    }

    /** Returns every endpoint with its service, in the order of the files. */
    public Map<Endpoint, Service> byEndpoint() {
        Map<Endpoint, Service> offered = new LinkedHashMap<>();
        for (Service service : services) {
            service.endpoints().forEach(endpoint -> offered.put(endpoint, service));
        }
        return Collections.unmodifiableMap(offered);
    }

    /**
     * Returns the services of this name; more than one when lines differ in type or in the default
     * address that holds for them.
     *
     * @param name as in {@link Service#name()}
     */
    public List<Service> named(String name) {
        return services.stream().filter(service -> service.name().equals(name)).toList();
    }

    /**
     * Returns this plan with the last good version of each line that is now rejected, so that a
     * slip of the pen takes no service down. A version whose endpoints this plan uses itself is not
     * taken over.
     */
    public Plan keeping(Plan lastGood, List<Rejected> rejected) {
        if (rejected.isEmpty() || lastGood.isEmpty()) {
            return this;
        }
        Map<String, Set<Rejected>> byService = new LinkedHashMap<>();
        for (Rejected line : rejected) {
            Position anywhere =
                    rejected.get(0).at(); // so that lines that stand for the same are equal
            byService
                    .computeIfAbsent(line.service(), s -> new LinkedHashSet<>())
                    .add(new Rejected(line.service(), line.type(), line.protocol(), anywhere));
        }
        EndpointIndex<Service> taken = new EndpointIndex<>();
        byEndpoint().forEach(taken::add);
        List<Service> all = new ArrayList<>(services);
        for (Service service : lastGood.services) {
            boolean wanted =
                    byService.getOrDefault(service.writtenService(), Set.of()).stream()
                            .anyMatch(line -> line.standsFor(service));
            if (wanted && service.endpoints().stream().noneMatch(e -> isTaken(taken, e))) {
                all.add(service);
            }
        }
        return new Plan(all, keepingMuxed(lastGood, byService.keySet()), daemon);
    }

    private List<MuxedService> keepingMuxed(Plan lastGood, Set<String> rejected) {
        Set<String> written = new HashSet<>();
        rejected.forEach(word -> MuxedService.writtenKey(word).ifPresent(written::add));
        Map<String, MuxedService> all = new LinkedHashMap<>(muxedByKey());
        for (MuxedService service : lastGood.muxed) {
            if (written.contains(service.key())) {
                all.putIfAbsent(service.key(), service);
            }
        }
        return List.copyOf(all.values());
    }

    /** Returns how many services it has, with those behind tcpmux. */
    public int size() {
        return services.size() + muxed.size();
    }

    private static boolean isTaken(EndpointIndex<Service> taken, Endpoint endpoint) {
        return taken.conflicting(endpoint).findFirst().isPresent();
    }

    private boolean isEmpty() {
        return services.isEmpty() && muxed.isEmpty();
    }

    /** Returns what has to be done to come from this plan to the next. */
    public Change to(Plan next) {
        return Change.between(this, next);
    }

    /** Returns what becomes of the services behind tcpmux from this plan to the next. */
    public MuxedChange muxedTo(Plan next) {
        return MuxedChange.between(this, next);
    }
}
