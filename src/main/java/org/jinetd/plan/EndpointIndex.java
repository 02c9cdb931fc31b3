package org.jinetd.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the endpoints that are in the way of another, among thousands, without looking at each. It
 * answers as {@link Endpoint#conflictsWith} does.
 *
 * @param <T> what an endpoint belongs to
 */
final class EndpointIndex<T> {

    /** The addresses that exclude each other when one of them is the wildcard. */
    private record Slot(SocketType type, int port, Ip.Family family) {}

    private final Map<Slot, Map<Ip, T>> bySlot = new HashMap<>();
    private final Map<String, T> byPath = new HashMap<>();

    /** Adds an endpoint that nothing here is in the way of. */
    void add(Endpoint endpoint, T owner) {
        endpoint.match(inet -> addInet(inet, owner), unix -> byPath.put(unix.path(), owner));
    }

    private T addInet(Endpoint.Inet inet, T owner) {
        keys(inet)
                .forEach(
                        (slot, address) ->
                                bySlot.computeIfAbsent(slot, s -> new LinkedHashMap<>())
                                        .put(address, owner));
        return owner;
    }

    /** Returns the owners of what is in the way of an endpoint, as far as the stream is read. */
    Stream<T> conflicting(Endpoint endpoint) {
        return endpoint.match(
                inet ->
                        keys(inet).entrySet().stream()
                                .flatMap(key -> covering(key.getKey(), key.getValue()))
                                .distinct(),
                unix -> Optional.ofNullable(byPath.get(unix.path())).stream());
    }

    private Stream<T> covering(Slot slot, Ip address) {
        Map<Ip, T> owners = bySlot.getOrDefault(slot, Map.of());
        return address.isAny()
                ? owners.values().stream()
                : Stream.of(any(slot.family()), address)
                        .flatMap(each -> Optional.ofNullable(owners.get(each)).stream());
    }

    /** Returns where an endpoint is looked for; an IPv6 wildcard may cover IPv4 as well. */
    private static Map<Slot, Ip> keys(Endpoint.Inet inet) {
        Map<Slot, Ip> keys = new LinkedHashMap<>();
        List<Ip> addresses =
                inet.mapped() && inet.address().isAny()
                        ? List.of(inet.address(), Ip.ANY_V4)
                        : List.of(inet.address());
        for (Ip address : addresses) {
            keys.put(new Slot(inet.type(), inet.port(), address.family()), address);
        }
        return keys;
    }

    private static Ip any(Ip.Family family) {
        return family == Ip.Family.V4 ? Ip.ANY_V4 : Ip.ANY_V6;
    }
}
