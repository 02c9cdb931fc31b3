package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The host's databases of names. Every method may block on the network (NSS, DNS), so none is ever
 * called by the loop.
 */
public interface Names {

    /** A row of the user database (passwd(5)). */
    record User(String name, long uid, long gid) {}

    /**
     * Returns the port of a service (services(5)), by its name or one of its aliases.
     *
     * @param protocol {@code tcp} or {@code udp}
     */
    OptionalInt port(String service, String protocol);

    /**
     * Returns the official name of a service known by this name or alias; the name itself if none.
     */
    String officialName(String service, String protocol);

    /** Returns the number of an RPC program (rpc(5)), by its name or one of its aliases. */
    OptionalLong rpcProgram(String name);

    Optional<User> user(String name);

    Optional<User> user(long uid);

    /** Returns the number of a group (group(5)). */
    Optional<Long> group(String name);

    /**
     * Returns the supplementary groups of a user, {@code primary} among them, in ascending order.
     */
    List<Long> groupsOf(User user, long primary);

    /** Returns every address of a host; empty when there is none or it cannot be resolved. */
    List<Ip> addresses(String host);

    /** Returns the interface's index; empty when there is no such interface. */
    OptionalInt interfaceIndex(String name);

    /** Returns names to suggest for a misspelt one. */
    Set<String> knownServices();

    Set<String> knownRpcPrograms();

    Set<String> knownUsers();

    Set<String> knownGroups();
}
