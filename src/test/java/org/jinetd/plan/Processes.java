package org.jinetd.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jinetd.plan.ProcessSettings.ListenFds;
import org.jinetd.plan.ProcessSettings.NewPrivileges;
import org.jinetd.plan.ProcessSettings.Rights;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.ProcessSettings.Surroundings;

/** What jinetd.ini may say of a child's process, put together for tests. */
public final class Processes {

    private Surroundings surroundings = Surroundings.USUAL;
    private Rights rights = Rights.USUAL;
    private Map<Resource, ResourceLimit> limits = Map.of();
    private OptionalInt nice = OptionalInt.empty();
    private OptionalInt oomScore = OptionalInt.empty();
    private Stderr stderr = Stderr.CLIENT;
    private Optional<Duration> runTime = Optional.empty();

    public ProcessSettings done() {
        return new ProcessSettings(surroundings, rights, limits, nice, oomScore, stderr, runTime);
    }

    public static ProcessSettings in(int umask, String directory) {
        return new Processes().place(umask, directory, Optional.empty()).done();
    }

    public Processes place(int umask, String directory, Optional<String> root) {
        surroundings =
                new Surroundings(
                        umask,
                        directory,
                        root,
                        surroundings.environment(),
                        surroundings.passed(),
                        surroundings.listenFds());
        return this;
    }

    public Processes environment(List<String> environment, Optional<List<String>> passed) {
        surroundings =
                new Surroundings(
                        surroundings.umask(),
                        surroundings.directory(),
                        surroundings.root(),
                        environment,
                        passed,
                        surroundings.listenFds());
        return this;
    }

    public Processes listenFds() {
        surroundings =
                new Surroundings(
                        surroundings.umask(),
                        surroundings.directory(),
                        surroundings.root(),
                        surroundings.environment(),
                        surroundings.passed(),
                        ListenFds.SET);
        return this;
    }

    public Processes noNewPrivileges() {
        rights =
                new Rights(
                        NewPrivileges.NEVER,
                        rights.capabilities(),
                        rights.groups(),
                        rights.cgroup());
        return this;
    }

    public Processes capabilities(String... names) {
        rights =
                new Rights(
                        rights.newPrivileges(),
                        Optional.of(
                                Stream.of(names)
                                        .map(name -> Capability.named(name).orElseThrow())
                                        .toList()),
                        rights.groups(),
                        rights.cgroup());
        return this;
    }

    public Processes groups(Long... groups) {
        rights =
                new Rights(
                        rights.newPrivileges(),
                        rights.capabilities(),
                        Optional.of(List.of(groups)),
                        rights.cgroup());
        return this;
    }

    public Processes cgroup(String directory) {
        rights =
                new Rights(
                        rights.newPrivileges(),
                        rights.capabilities(),
                        rights.groups(),
                        Optional.of(directory));
        return this;
    }

    public Processes limits(Map<Resource, ResourceLimit> all) {
        limits = all;
        return this;
    }

    public Processes nice(int value) {
        nice = OptionalInt.of(value);
        return this;
    }

    public Processes oomScore(int value) {
        oomScore = OptionalInt.of(value);
        return this;
    }

    public Processes stderr(Stderr target) {
        stderr = target;
        return this;
    }

    public Processes runTime(Duration longest) {
        runTime = Optional.of(longest);
        return this;
    }
}
