package org.jinetd.child;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jinetd.hosts.HostsOption;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Names;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.ProcessSettings.Surroundings;

/**
 * What a rule of hosts.allow changes of a program, for one client (hosts_options(5)).
 *
 * @param environment {@code NAME=value}, in the place of variables of these names
 * @param umask 0 to 0777; empty stays
 * @param nice what is added to the niceness; 0 stays
 * @param daemonNice the niceness of a program of which nothing is said
 * @param user the user; empty stays
 * @param group the group; empty is the user's, or stays
 */
public record Adjustment(
        List<String> environment,
        OptionalInt umask,
        int nice,
        int daemonNice,
        Optional<Person> user,
        OptionalLong group) {

    /** Nothing is changed. */
    public static final Adjustment NONE =
            new Adjustment(
                    List.of(), OptionalInt.empty(), 0, 0, Optional.empty(), OptionalLong.empty());

    private static final int LEAST_NICE = -20;
    private static final int MOST_NICE = 19;

    /**
     * A user who was looked up.
     *
     * @param gid the user's group, or that of the rule
     * @param groups all supplementary groups
     */
    public record Person(String name, long uid, long gid, List<Long> groups) {
        public Person {
            requireNonNull(name, "name");
            groups = List.copyOf(groups);
        }
    }

    /** What options come to. */
    public sealed interface Reading {
        /** They can be carried out. */
        record Good(Adjustment adjustment) implements Reading {}

        /**
         * One names somebody who is not there.
         *
         * @param fact what is wrong
         */
        record Bad(String fact) implements Reading {}
    }

    public Adjustment {
        environment = List.copyOf(environment);
        requireNonNull(umask, "umask");
        requireNonNull(user, "user");
        requireNonNull(group, "group");
    }

    /**
     * Looks up the users and groups that options name, which may wait for the network.
     *
     * @param options in their order; of two about the same the later holds
     * @param daemonNice the niceness of the daemon itself
     */
    public static Reading of(List<HostsOption> options, Names names, int daemonNice) {
        List<String> environment = List.of();
        OptionalInt umask = OptionalInt.empty();
        int nice = 0;
        Optional<Names.User> user = Optional.empty();
        OptionalLong group = OptionalLong.empty();
        for (HostsOption option : options) {
            if (option instanceof HostsOption.Setenv setenv) {
                environment =
                        Environment.with(
                                environment, List.of(setenv.name() + "=" + setenv.value()));
            } else if (option instanceof HostsOption.Umask mask) {
                umask = OptionalInt.of(mask.mask());
            } else if (option instanceof HostsOption.Nice nicer) {
                nice += nicer.increment();
            }
            Optional<String> wantedGroup = groupOf(option);
            if (wantedGroup.isPresent()) {
                Optional<Long> gid = names.group(wantedGroup.get());
                if (gid.isEmpty()) {
                    return new Reading.Bad("unknown group '" + wantedGroup.get() + "'");
                }
                group = OptionalLong.of(gid.get());
            }
            if (option instanceof HostsOption.User wanted) {
                user = names.user(wanted.user());
                if (user.isEmpty()) {
                    return new Reading.Bad("unknown user '" + wanted.user() + "'");
                }
            }
        }
        OptionalLong gid = group;
        Optional<Person> person = user.map(found -> person(found, gid, names));
        return new Reading.Good(
                new Adjustment(environment, umask, nice, daemonNice, person, group));
    }

    private static Optional<String> groupOf(HostsOption option) {
        if (option instanceof HostsOption.User user) {
            return user.group();
        }
        return option instanceof HostsOption.Group group
                ? Optional.of(group.group())
                : Optional.empty();
    }

    private static Person person(Names.User user, OptionalLong group, Names names) {
        long gid = group.orElse(user.gid());
        return new Person(user.name(), user.uid(), gid, names.groupsOf(user, gid));
    }

    /** Returns whether it makes a program somebody else's. */
    public boolean isAboutRights() {
        return user.isPresent() || group.isPresent();
    }

    /**
     * Returns why it cannot be carried out for a program of this user. Only root can become
     * somebody else, as under tcpd(8): a rule about clients must not give a service more rights
     * than its line does.
     */
    public Optional<String> obstacle(Identity line) {
        Identity next = identity(line);
        return line.uid() == 0 || (next.uid() == line.uid() && next.gid() == line.gid())
                ? Optional.empty()
                : Optional.of(line.name() + " cannot become another user or group, only root can");
    }

    private Identity identity(Identity line) {
        if (user.isPresent() && user.get().uid() != line.uid()) {
            Person other = user.get();
            return new Identity(other.name(), other.uid(), other.gid(), other.groups());
        }
        return group.isEmpty()
                ? line
                : new Identity(line.name(), line.uid(), group.getAsLong(), line.groups());
    }

    /**
     * Returns the program as it is for this client.
     *
     * @param line whom its line names; nothing is an {@link #obstacle} for it
     */
    public Program on(Program program, Identity line) {
        if (equals(NONE)) {
            return program;
        }
        return new Program(
                program.path(),
                program.arguments(),
                Environment.with(program.environment(), environment),
                program.identity().map(same -> identity(line)),
                process(program.process()));
    }

    private ProcessSettings process(ProcessSettings usual) {
        Surroundings around = usual.surroundings();
        List<String> variables = new ArrayList<>(around.environment());
        return new ProcessSettings(
                new Surroundings(
                        umask.orElse(around.umask()),
                        around.directory(),
                        around.root(),
                        Environment.with(variables, environment),
                        around.passed(),
                        around.listenFds()),
                usual.rights(),
                usual.limits(),
                nice == 0 ? usual.nice() : OptionalInt.of(nicer(usual.nice().orElse(daemonNice))),
                usual.oomScore(),
                usual.stderr(),
                usual.runTime());
    }

    private int nicer(int from) {
        return Math.max(LEAST_NICE, Math.min(MOST_NICE, from + nice));
    }
}
