package org.jinetd.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the endpoints that are in the way of another, among thousands, without looking at each. It
 * answers as {@link Endpoint#conflictsWith} does.
 *
 * @param <T> what an endpoint belongs to
 */
final class EndpointIndex<T> {

    /** The addresses that exclude each other when one of them is the wildcard. */
    private record Slot(Transport transport, int port, Ip.Family family) {}

    /** The versions that exclude each other when they overlap. */
    private record Registry(Transport transport, long program, Ip.Family family) {}

    private record Registered<T>(RpcProgram program, T owner) {}

    private final Map<Slot, Map<Ip, T>> bySlot = new HashMap<>();
    private final Map<String, T> byPath = new HashMap<>();
    private final Map<String, T> byName = new HashMap<>();

    /** By the lowest version of each; what is in one map does not overlap. */
    private final Map<Registry, TreeMap<Integer, Registered<T>>> byProgram = new HashMap<>();

    /** Adds an endpoint that nothing here is in the way of. */
    void add(Endpoint endpoint, T owner) {
        endpoint.match(
                inet -> addInet(inet, owner),
                unix -> byPath.put(unix.path(), owner),
                abstractName -> byName.put(abstractName.name(), owner),
                rpc -> addRpc(rpc, owner));
    }

    private T addInet(Endpoint.Inet inet, T owner) {
        keys(inet)
                .forEach(
                        (slot, address) ->
                                bySlot.computeIfAbsent(slot, s -> new LinkedHashMap<>())
                                        .put(address, owner));
        return owner;
    }

    private T addRpc(Endpoint.Rpc rpc, T owner) {
        for (Registry registry : registries(rpc)) {
            byProgram
                    .computeIfAbsent(registry, r -> new TreeMap<>())
                    .put(rpc.program().lowVersion(), new Registered<>(rpc.program(), owner));
        }
        return owner;
    }

    /** Returns the owners of what is in the way of an endpoint, as far as the stream is read. */
    Stream<T> conflicting(Endpoint endpoint) {
        return endpoint.match(
                inet ->
                        keys(inet).entrySet().stream()
                                .flatMap(key -> covering(key.getKey(), key.getValue()))
                                .distinct(),
                unix -> Optional.ofNullable(byPath.get(unix.path())).stream(),
                abstractName -> Optional.ofNullable(byName.get(abstractName.name())).stream(),
                rpc ->
                        registries(rpc).stream()
                                .flatMap(registry -> overlapping(registry, rpc.program()))
                                .distinct());
    }

    private Stream<T> covering(Slot slot, Ip address) {
        Map<Ip, T> owners = bySlot.getOrDefault(slot, Map.of());
        return address.isAny()
                ? owners.values().stream()
                : Stream.of(any(slot.family()), address)
                        .flatMap(each -> Optional.ofNullable(owners.get(each)).stream());
    }

    private Stream<T> overlapping(Registry registry, RpcProgram program) {
        TreeMap<Integer, Registered<T>> versions =
                byProgram.getOrDefault(registry, new TreeMap<>());
        Integer first = versions.floorKey(program.lowVersion());
        int from = first == null ? program.lowVersion() : first;
        return versions.subMap(from, true, program.highVersion(), true).values().stream()
                .filter(each -> each.program().overlaps(program))
                .map(Registered::owner);
    }

    /** Returns where an endpoint is looked for; an IPv6 wildcard may cover IPv4 as well. */
    private static Map<Slot, Ip> keys(Endpoint.Inet inet) {
        Map<Slot, Ip> keys = new LinkedHashMap<>();
        for (Ip address : addresses(inet)) {
            keys.put(new Slot(inet.transport(), inet.port(), address.family()), address);
        }
        return keys;
    }

    private static List<Registry> registries(Endpoint.Rpc rpc) {
        List<Registry> registries = new ArrayList<>();
        for (Ip address : addresses(rpc.socket())) {
            registries.add(
                    new Registry(
                            rpc.socket().transport(), rpc.program().number(), address.family()));
        }
        return registries;
    }

    private static List<Ip> addresses(Endpoint.Inet inet) {
        return inet.mapped() && inet.address().isAny()
                ? List.of(inet.address(), Ip.ANY_V4)
                : List.of(inet.address());
    }

    private static Ip any(Ip.Family family) {
        return family == Ip.Family.V4 ? Ip.ANY_V4 : Ip.ANY_V6;
    }
}
