package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a child's process is like, beyond its program and its user.
 *
 * @param surroundings where it finds itself
 * @param rights what it may do
 * @param limits what it may use up (setrlimit(2)); one that is not named stays as the daemon was
 *     started with
 * @param nice its niceness, −20 to 19 (nice(2)); empty stays the daemon's
 * @param oomScore −1000 to 1000, written to {@code oom_score_adj} (proc(5)); empty stays
 * @param stderr where its descriptor 2 leads
 * @param runTime after which it gets SIGTERM, and SIGKILL 5 seconds later; empty for never
 */
public record ProcessSettings(
        Surroundings surroundings,
        Rights rights,
        Map<Resource, ResourceLimit> limits,
        OptionalInt nice,
        OptionalInt oomScore,
        Stderr stderr,
        Optional<Duration> runTime) {

    /** As inetd(8) leaves it. */
    public static final ProcessSettings USUAL =
            new ProcessSettings(
                    Surroundings.USUAL,
                    Rights.USUAL,
                    Map.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Stderr.CLIENT,
                    Optional.empty());

    /** Where a child's descriptor 2 leads. */
    public enum Stderr {
        /** To its client, as descriptors 0 and 1. */
        CLIENT("client"),
        /** To the daemon's log, a line at a time. */
        LOG("log"),
        /** Nowhere. */
        NULL("null");

        private final String word;

        Stderr(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Whether a child is told of its socket as a service of systemd is (sd_listen_fds(3)). */
    public enum ListenFds {
        /** It has its socket as 0, 1 and 2 only. */
        UNSET,
        /** It has it as 3, too, with {@code LISTEN_FDS=1} and {@code LISTEN_PID}. */
        SET
    }

    /**
     * Where a child finds itself.
     *
     * @param umask 0 to 0777
     * @param directory absolute, behind {@code root}
     * @param root the root directory (chroot(2)), absolute; empty for the daemon's own
     * @param environment {@code NAME=value}, put over what it has otherwise, what is said of its
     *     client too
     * @param passed the names of the daemon's variables that it gets, of those that are given to
     *     children at all; empty for all
     * @param listenFds whether it is told of its socket in the way of systemd
     */
    public record Surroundings(
            int umask,
            String directory,
            Optional<String> root,
            List<String> environment,
            Optional<List<String>> passed,
            ListenFds listenFds) {

        /** {@code /}, and all that the daemon has. */
        public static final Surroundings USUAL =
                new Surroundings(
                        022, "/", Optional.empty(), List.of(), Optional.empty(), ListenFds.UNSET);

        public Surroundings {
            requireNonNull(directory, "directory");
            requireNonNull(root, "root");
            environment = List.copyOf(environment);
            passed = passed.map(List::copyOf);
            requireNonNull(listenFds, "listenFds");
            if (umask < 0 || umask > 0777) {
                throw new IllegalArgumentException("no umask: " + umask);
            }
            if (!directory.startsWith("/") || !root.orElse("/").startsWith("/")) {
                throw new IllegalArgumentException("not absolute: " + directory + " in " + root);
            }
        }
    }

    /** Whether a child's exec may give it more rights than it has (prctl(2)). */
    public enum NewPrivileges {
        ALLOWED,
        /** PR_SET_NO_NEW_PRIVS: a set-user-id program gains nothing. */
        NEVER
    }

    /**
     * What a child may do.
     *
     * @param newPrivileges whether exec may give more
     * @param capabilities all that it may ever have, by the kernel's numbers (capabilities(7)); it
     *     has them from the start, whatever its user. Empty leaves what its user has
     * @param groups supplementary groups in place of its user's, in ascending order; empty leaves
     *     those
     * @param cgroup the directory of the control group it starts in, absolute (cgroups(7)); empty
     *     for the daemon's own
     */
    public record Rights(
            NewPrivileges newPrivileges,
            Optional<List<Integer>> capabilities,
            Optional<List<Long>> groups,
            Optional<String> cgroup) {

        /** What the user has. */
        public static final Rights USUAL =
                new Rights(
                        NewPrivileges.ALLOWED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        public Rights {
            requireNonNull(newPrivileges, "newPrivileges");
            capabilities = capabilities.map(List::copyOf);
            groups = groups.map(List::copyOf);
            requireNonNull(cgroup, "cgroup");
        }
    }

    public ProcessSettings {
        requireNonNull(surroundings, "surroundings");
        requireNonNull(rights, "rights");
        limits = Map.copyOf(limits);
        requireNonNull(nice, "nice");
        requireNonNull(oomScore, "oomScore");
        requireNonNull(stderr, "stderr");
        requireNonNull(runTime, "runTime");
    }
}
