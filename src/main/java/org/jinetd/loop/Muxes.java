package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jinetd.builtin.Tcpmux;
import org.jinetd.plan.MuxedService;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Served;

/** The services behind tcpmux, and no others, as the plan in force has them. */
final class Muxes {

    /** One of them, and what counts its clients. */
    record Offer(MuxedService service, RunningService running) {}

    private final ByteBuffer go;
    private Map<String, Offer> byKey = Map.of();

    Muxes() {
        byte[] bytes = Tcpmux.GO.getBytes(StandardCharsets.US_ASCII);
        go = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    /**
     * Offers what the next plan has. A service whose name stays goes on with its counts.
     *
     * @param begin makes what runs a service that is new
     */
    void follow(Plan next, Function<Served, RunningService> begin) {
        Map<String, Offer> gone = new LinkedHashMap<>(byKey);
        Map<String, Offer> offered = new LinkedHashMap<>();
        next.muxedByKey()
                .forEach(
                        (key, service) -> {
                            Optional<Offer> before = Optional.ofNullable(gone.remove(key));
                            before.ifPresent(offer -> offer.running().become(service));
                            offered.put(
                                    key,
                                    new Offer(
                                            service,
                                            before.map(Offer::running)
                                                    .orElseGet(() -> begin.apply(service))));
                        });
        gone.values().forEach(offer -> offer.running().leave());
        byKey = offered;
    }

    /** Returns what a client may ask for, in the order of the files. */
    List<MuxedService> services() {
        return byKey.values().stream().map(Offer::service).toList();
    }

    /** Returns what counts their clients, in the order of the files. */
    List<RunningService> running() {
        return byKey.values().stream().map(Offer::running).toList();
    }

    /**
     * Returns the service that a client asks for.
     *
     * @param key as {@link MuxedService#key(String)} makes it
     */
    Optional<Offer> named(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Returns what is said to a client before its program starts; to be used at once. */
    ByteBuffer go() {
        return go.rewind();
    }
}
