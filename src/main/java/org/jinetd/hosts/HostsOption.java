package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * An option of a rule (hosts_options(5)), or what is left to do of it once the rule has decided:
 * then the {@code %} sequences of its text are expanded.
 */
public sealed interface HostsOption {

    /** Who fits is served, in whichever file the rule stands. */
    record Allow() implements HostsOption {
        @Override
        public String toString() {
            return "allow";
        }
    }

    /** Who fits is refused, in whichever file the rule stands. */
    record Deny() implements HostsOption {
        @Override
        public String toString() {
            return "deny";
        }
    }

    /**
     * The decision is logged so.
     *
     * @param facility a syslog facility, in lower case; empty for the usual one
     * @param level a syslog severity, in lower case
     */
    record Severity(Optional<String> facility, String level) implements HostsOption {
        public Severity {
            requireNonNull(facility, "facility");
            requireNonNull(level, "level");
        }

        @Override
        public String toString() {
            return "severity " + facility.map(name -> name + ".").orElse("") + level;
        }
    }

    /**
     * A command of the shell is run, its standard streams on /dev/null.
     *
     * @param command for {@code /bin/sh -c}
     */
    record Spawn(String command) implements HostsOption {
        public Spawn {
            requireNonNull(command, "command");
        }

        @Override
        public String toString() {
            return "spawn " + escaped(command);
        }
    }

    /**
     * A command of the shell takes the place of the service.
     *
     * @param command for {@code /bin/sh -c}
     */
    record Twist(String command) implements HostsOption {
        public Twist {
            requireNonNull(command, "command");
        }

        @Override
        public String toString() {
            return "twist " + escaped(command);
        }
    }

    /**
     * A command of the shell says by its exit status whether the client may go on (Debian).
     *
     * @param command for {@code /bin/sh -c}
     */
    record Aclexec(String command) implements HostsOption {
        public Aclexec {
            requireNonNull(command, "command");
        }

        @Override
        public String toString() {
            return "aclexec " + escaped(command);
        }
    }

    /** SO_KEEPALIVE on the connection. */
    record Keepalive() implements HostsOption {
        @Override
        public String toString() {
            return "keepalive";
        }
    }

    /**
     * SO_LINGER on the connection.
     *
     * @param seconds 0 for none
     */
    record Linger(int seconds) implements HostsOption {
        @Override
        public String toString() {
            return "linger " + seconds;
        }
    }

    /**
     * The client's user is looked up.
     *
     * @param seconds how long at most; empty for the usual time
     */
    record Rfc931(Optional<Integer> seconds) implements HostsOption {
        public Rfc931 {
            requireNonNull(seconds, "seconds");
        }

        @Override
        public String toString() {
            return "rfc931" + seconds.map(number -> " " + number).orElse("");
        }
    }

    /**
     * The client is sent a text first.
     *
     * @param directory where a file with the name of the process has it
     */
    record Banners(String directory) implements HostsOption {
        public Banners {
            requireNonNull(directory, "directory");
        }

        @Override
        public String toString() {
            return "banners " + escaped(directory);
        }
    }

    /**
     * The service is so much nicer.
     *
     * @param increment as for nice(2)
     */
    record Nice(int increment) implements HostsOption {

        /** What holds without a number. */
        static final int USUAL = 10;

        @Override
        public String toString() {
            return "nice " + increment;
        }
    }

    /**
     * A variable of the service's environment.
     *
     * @param name not empty, without {@code =}
     */
    record Setenv(String name, String value) implements HostsOption {
        public Setenv {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "setenv " + escaped(name) + (value.isEmpty() ? "" : " " + escaped(value));
        }
    }

    /**
     * The service's file creation mask.
     *
     * @param mask 0 to 0777
     */
    record Umask(int mask) implements HostsOption {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "umask %03o", mask);
        }
    }

    /**
     * The service's user.
     *
     * @param group its group; empty for the user's own
     */
    record User(String user, Optional<String> group) implements HostsOption {
        public User {
            requireNonNull(user, "user");
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "user " + escaped(user + group.map(name -> "." + name).orElse(""));
        }
    }

    /** The service's group. */
    record Group(String group) implements HostsOption {
        public Group {
            requireNonNull(group, "group");
        }

        @Override
        public String toString() {
            return "group " + escaped(group);
        }
    }

    /** What is no option: whom the rule fits is refused. */
    record Faulty(String text) implements HostsOption {
        public Faulty {
            requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return escaped(text);
        }
    }

    private static String escaped(String text) {
        return text.replace(":", "\\:");
    }
}
