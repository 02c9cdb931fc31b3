package org.jinetd;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Environment;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.child.Recipe;
import org.jinetd.event.EventLog;
import org.jinetd.loop.Daemon;
import org.jinetd.loop.Host;
import org.jinetd.loop.Planner;
import org.jinetd.loop.Settings;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Outcome;
import org.jinetd.os.Supervisor;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.DescriptorLimit;
import org.jinetd.os.linux.LinuxChildren;
import org.jinetd.os.linux.LinuxPoller;
import org.jinetd.os.linux.LinuxSockets;
import org.jinetd.os.linux.LinuxSourceSockets;
import org.jinetd.os.linux.NotifySocket;
import org.jinetd.os.linux.OwnProcess;
import org.jinetd.os.linux.SignalPipe;
import org.jinetd.os.linux.Signals;
import org.jinetd.os.linux.SystemClock;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Privilege;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon on this host: makes every part, joins them by constructors, and runs them. */
final class Server {

    private static final Path ROOTS_PID_FILE = Path.of("/run/inetd.pid");

    /** The system refused something without which there is no daemon. */
    static final class SystemFailure extends Exception {
        private static final long serialVersionUID = 1L;

        SystemFailure(Outcome.Failed<?> failed) {
            super(failed.toString());
        }
    }

    private final Options options;
    private final PrintStream err;
    private final Privilege privilege = new Privilege(OwnProcess.effectiveUser());
    private final SystemClock clock = new SystemClock();

    Server(Options options, PrintStream err) {
        this.options = options;
        this.err = err;
    }

    /** Serves until a signal ends it. */
    ExitCode serve() throws SystemFailure {
        // First of all: until then a HUP would end the process.
        SignalPipe signals = need(SignalPipe.open(List.of(DaemonSignal.values())));
        Signals.expectChildren();
        OwnProcess.name("jinetd");
        if (options.has(Option.DEBUG)) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                    .setLevel(Level.DEBUG);
        }
        DescriptorLimit limitAtStart = DescriptorLimit.current();
        need(limitAtStart.raise());
        LinuxChildren children = need(LinuxChildren.open(limitAtStart));
        ConfigFiles files = new ConfigFiles(options.files(), options.defaults(), privilege);
        Outcome<Planner.Planned> first = files.plan(Plan.EMPTY);
        if (first instanceof Outcome.Done<Planner.Planned> planned) {
            serve(daemon(children, files), signals, planned.value());
            return ExitCode.OK;
        }
        err.println("jinetd: cannot read the configuration: " + first);
        return ExitCode.CONFIGURATION;
    }

    private void serve(Daemon daemon, SignalPipe signals, Planner.Planned first) {
        Thread talkers =
                daemonThread(
                        "talkers",
                        () -> {
                            while (true) {
                                daemon.turnTalkers();
                            }
                        });
        talkers.start();
        Optional<Path> pidFile =
                options.argument(Option.PID_FILE)
                        .map(Path::of)
                        .or(
                                () ->
                                        privilege.isRoot()
                                                ? Optional.of(ROOTS_PID_FILE)
                                                : Optional.empty());
        pidFile.ifPresent(this::writePid); // whoever waits for "ready" may use it at once
        daemon.loop().begin(first);
        daemon.loop().obey(signals);
        daemon.loop().run();
        pidFile.ifPresent(this::removePid);
    }

    private Daemon daemon(LinuxChildren children, Planner planner) throws SystemFailure {
        ExecutorService plannerThread =
                Executors.newSingleThreadExecutor(work -> daemonThread("planner", work));
        Settings settings =
                new Settings(
                        options.number(Option.BACKLOG, Integer.MAX_VALUE),
                        options.has(Option.LOG_CONNECTIONS)
                                ? Settings.Connections.LOGGED
                                : Settings.Connections.QUIET);
        Recipe.Powers powers = privilege.isRoot() ? Recipe.Powers.ROOT : Recipe.Powers.ORDINARY;
        Host host =
                new Host(
                        clock,
                        need(LinuxPoller.open()),
                        new LinuxSockets(),
                        children,
                        new LinuxSourceSockets());
        Daemon.TalkersHost talkersHost =
                new Daemon.TalkersHost(
                        need(LinuxPoller.open()),
                        new LinuxSockets(),
                        new Builtins(ZoneId.systemDefault()),
                        broadcasts());
        return new Daemon(
                host,
                talkersHost,
                settings,
                new Recipe(environment(options), powers),
                new EventLog(),
                new Daemon.Planning(planner, plannerThread),
                supervisor());
    }

    private static <T> T need(Outcome<T> outcome) throws SystemFailure {
        if (outcome instanceof Outcome.Done<T> done) {
            return done.value();
        }
        throw new SystemFailure((Outcome.Failed<T>) outcome);
    }

    private static Thread daemonThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private Supervisor supervisor() {
        String variable = Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).orElse("");
        try {
            return NotifySocket.at(variable, clock);
        } catch (IOException e) {
            err.println("jinetd: cannot reach NOTIFY_SOCKET=" + variable + ": " + e.getMessage());
            return Supervisor.NONE;
        }
    }

    /** From /proc, since the JDK decodes the environment by the locale and loses bytes. */
    static Environment environment(Options options) {
        List<String> variables = new ArrayList<>();
        try {
            String all = ByteText.decode(Files.readAllBytes(Path.of("/proc/self/environ")));
            for (String variable : all.split("\0")) {
                if (variable.indexOf('=') > 0) {
                    variables.add(variable);
                }
            }
        } catch (IOException e) {
            System.getenv().forEach((name, value) -> variables.add(name + "=" + value));
        }
        return Environment.of(
                variables,
                options.has(Option.KEEP_ENVIRONMENT) ? Laundering.DAEMON_ONLY : Laundering.FULL);
    }

    /** Returns the addresses of this host's networks that reach many; they get no answer. */
    private static Set<Ip> broadcasts() {
        Set<Ip> broadcasts = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getBroadcast)
                    .filter(Objects::nonNull)
                    .map(address -> Ip.parse(address.getHostAddress()))
                    .forEach(address -> address.ifPresent(broadcasts::add));
        } catch (SocketException e) {
            // A host without networks has no broadcast addresses.
        }
        return broadcasts;
    }

    private void writePid(Path file) {
        try {
            Files.writeString(file, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            err.println("jinetd: cannot write the pid file " + file + ": " + e);
        }
    }

    private void removePid(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            err.println("jinetd: cannot remove the pid file " + file + ": " + e);
        }
    }
}
