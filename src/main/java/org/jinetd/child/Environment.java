package org.jinetd.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;

/**
 * The environment that children get: the daemon's own, without what was meant for the daemon or for
 * the shell it was started from, and with the peer of the connection.
 */
public final class Environment {

    /** What is to be left of the environment that the daemon was started with. */
    public enum Laundering {
        /** What inetd(8) of OpenBSD takes away: nothing of a login shell reaches a service. */
        FULL,
        /** Only what would mislead a child: sockets and watchdogs of the daemon, JVM options. */
        DAEMON_ONLY
    }

    /** Shell scripts otherwise run with whatever PATH their shell was built with. */
    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final List<String> MEANT_FOR_THE_DAEMON =
            List.of(
                    "NOTIFY_SOCKET=",
                    "LISTEN_",
                    "WATCHDOG_",
                    "FDSTORE=",
                    "SYSTEMD_EXEC_PID=",
                    "MEMORY_PRESSURE_",
                    "RUNTIME_DIRECTORY=",
                    "JOURNAL_STREAM=",
                    "INVOCATION_ID=",
                    "CREDENTIALS_DIRECTORY=",
                    "MAINPID=",
                    "JAVA_",
                    "JDK_",
                    "_JAVA_OPTIONS=",
                    "JINETD_");

    /**
     * The daemon may itself have been started by a super-server; its peer is not the child's. Of
     * ucspi-tcp these are also what we do not set, such as TCPREMOTEHOST: a child would take the
     * name of somebody else for its client's.
     */
    private static final List<String> OF_A_PEER =
            List.of(
                    "PROTO=",
                    "TCPLOCAL",
                    "TCPREMOTE",
                    "UNIXLOCAL",
                    "UNIXREMOTE",
                    "REMOTE_ADDR=",
                    "REMOTE_PORT=",
                    "REMOTE_HOST=");

    private static final List<String> OF_A_LOGIN =
            List.of(
                    "CVS",
                    "DISPLAY=",
                    "EDITOR=",
                    "GROUP=",
                    "HOME=",
                    "IFS=",
                    "LD_",
                    "LOGNAME=",
                    "MAIL=",
                    "PATH=",
                    "PRINTER=",
                    "PWD=",
                    "SHELL=",
                    "SHLVL=",
                    "SSH",
                    "TERM",
                    "TMP",
                    "USER=",
                    "VISUAL=");

    private final List<String> common;

    private Environment(List<String> common) {
        this.common = common;
    }

    /**
     * Returns what is left of an environment.
     *
     * @param daemon the daemon's own, {@code NAME=value} each
     */
    public static Environment of(List<String> daemon, Laundering laundering) {
        List<String> common = new ArrayList<>();
        for (String variable : daemon) {
            boolean dropped =
                    startsWithAny(variable, MEANT_FOR_THE_DAEMON)
                            || startsWithAny(variable, OF_A_PEER)
                            || (laundering == Laundering.FULL
                                    && startsWithAny(variable, OF_A_LOGIN));
            if (!dropped) {
                common.add(variable);
            }
        }
        return withPath(common);
    }

    private static Environment withPath(List<String> variables) {
        List<String> all = new ArrayList<>(variables);
        if (all.stream().noneMatch(variable -> variable.startsWith("PATH="))) {
            all.add(PATH);
        }
        return new Environment(List.copyOf(all));
    }

    /** Returns this without the variables that are not named; there is a PATH all the same. */
    Environment narrowedTo(List<String> names) {
        return withPath(
                common.stream().filter(variable -> names.contains(name(variable))).toList());
    }

    /** Returns these with others put over them: those of the same name are replaced. */
    static List<String> with(List<String> variables, List<String> others) {
        return Stream.concat(without(variables, names(others)).stream(), others.stream()).toList();
    }

    /** Returns the variables but those of these names. */
    static List<String> without(List<String> variables, Set<String> names) {
        return names.isEmpty()
                ? variables
                : variables.stream().filter(variable -> !names.contains(name(variable))).toList();
    }

    static Set<String> names(List<String> variables) {
        return variables.stream().map(Environment::name).collect(Collectors.toUnmodifiableSet());
    }

    private static String name(String variable) {
        return variable.substring(0, Math.max(0, variable.indexOf('=')));
    }

    /** Returns what every child gets. */
    public List<String> variables() {
        return common;
    }

    /**
     * Returns what tells a child of its client: in the variables of ucspi-tcp, of CGI (RFC 3875)
     * and of xinetd. IPv4 addresses that come mapped into IPv6 are written as IPv4.
     */
    public static List<String> of(Peer peer, Transport transport) {
        return peer instanceof Peer.Inet inet ? ofInet(inet, transport) : List.of("PROTO=UNIX");
    }

    private static List<String> ofInet(Peer.Inet inet, Transport transport) {
        String remote = inet.remote().unmapped().toString();
        String local = inet.local().unmapped().toString();
        return List.of(
                "PROTO=" + transport.word().toUpperCase(Locale.ROOT),
                "TCPLOCALIP=" + local,
                "TCPLOCALPORT=" + inet.localPort(),
                "TCPREMOTEIP=" + remote,
                "TCPREMOTEPORT=" + inet.remotePort(),
                "REMOTE_ADDR=" + remote,
                "REMOTE_PORT=" + inet.remotePort(),
                "REMOTE_HOST=" + remote);
    }

    private static boolean startsWithAny(String variable, List<String> prefixes) {
        return prefixes.stream().anyMatch(variable::startsWith);
    }
}
