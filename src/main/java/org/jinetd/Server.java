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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Environment;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.event.EventLog;
import org.jinetd.event.EventText;
import org.jinetd.loop.Daemon;
import org.jinetd.loop.Host;
import org.jinetd.loop.Planner;
import org.jinetd.loop.Registrar;
import org.jinetd.loop.Settings;
import org.jinetd.os.AddressWatch;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.HostsAccess;
import org.jinetd.os.Outcome;
import org.jinetd.os.Supervisor;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.DescriptorLimit;
import org.jinetd.os.linux.DescriptorStore;
import org.jinetd.os.linux.LinuxChildren;
import org.jinetd.os.linux.LinuxHostsAccess;
import org.jinetd.os.linux.LinuxNames;
import org.jinetd.os.linux.LinuxPoller;
import org.jinetd.os.linux.LinuxSockets;
import org.jinetd.os.linux.LinuxSourceSockets;
import org.jinetd.os.linux.NetlinkAddresses;
import org.jinetd.os.linux.NotifySocket;
import org.jinetd.os.linux.OwnProcess;
import org.jinetd.os.linux.PassedDescriptor;
import org.jinetd.os.linux.PidFile;
import org.jinetd.os.linux.Rpcbind;
import org.jinetd.os.linux.SignalPipe;
import org.jinetd.os.linux.Signals;
import org.jinetd.os.linux.SystemClock;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Privilege;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon on this host: makes every part, joins them by constructors, and runs them. */
final class Server {

    private static final String ROOTS_PID_FILE = "/run/inetd.pid";

    /** The system refused something without which there is no daemon. */
    static final class SystemFailure extends Exception {
        private static final long serialVersionUID = 1L;

        SystemFailure(Outcome.Failed<?> failed) {
            super(failed.toString());
        }
    }

    private final Options options;
    private final PrintStream err;
    private final Privilege privilege =
            new Privilege(OwnProcess.effectiveUser(), OwnProcess.effectiveGroup());
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
        // What update-inetd(8) wants to see before it sends a HUP; the command line says jinetd.
        OwnProcess.name("inetd");
        if (options.has(Option.DEBUG)) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                    .setLevel(Level.DEBUG);
        }
        DescriptorLimit limitAtStart = DescriptorLimit.current();
        need(limitAtStart.raise());
        // Before children's descriptors are reserved, which are to be the lowest.
        List<PassedDescriptor> passed = PassedDescriptor.take(System.getenv(), pid());
        LinuxChildren children = need(LinuxChildren.open(limitAtStart));
        ConfigFiles files = new ConfigFiles(options, privilege);
        return serve(daemon(children, files, supervision(passed)), signals);
    }

    private ExitCode serve(Daemon daemon, SignalPipe signals) {
        Thread talkers =
                daemonThread(
                        "talkers",
                        () -> {
                            while (true) {
                                daemon.turnTalkers();
                            }
                        });
        talkers.setUncaughtExceptionHandler((thread, e) -> Main.endWithBug(e, err));
        talkers.start();
        // Before it is ready, since whoever waits for that may use it at once.
        Optional<PidFile> pidFile = pidPath().flatMap(this::writePid);
        daemon.loop().obey(signals);
        if (NetlinkAddresses.open() instanceof Outcome.Done<AddressWatch> addresses) {
            daemon.loop().heed(addresses.value()); // without it, only the next attempt comes later
        }
        daemon.loop().start();
        daemon.loop().run();
        pidFile.ifPresent(PidFile::remove);
        return daemon.loop()
                .unreadable()
                .map(
                        why -> {
                            tell("cannot read the configuration: " + why);
                            return ExitCode.CONFIGURATION;
                        })
                .orElse(ExitCode.OK);
    }

    private void tell(String message) {
        err.println(EventText.clean("jinetd: " + message));
    }

    private Optional<String> pidPath() {
        return options.argument(Option.PID_FILE)
                .or(() -> privilege.isRoot() ? Optional.of(ROOTS_PID_FILE) : Optional.empty());
    }

    private Optional<PidFile> writePid(String path) {
        return PidFile.write(path)
                .match(
                        written -> Optional.of(written.value()),
                        failed -> {
                            tell("no pid file is written: " + failed);
                            return Optional.empty();
                        });
    }

    private Daemon daemon(LinuxChildren children, Planner planner, Daemon.Supervision supervision)
            throws SystemFailure {
        ThreadPoolExecutor plannerThread = oneThread("planner");
        plannerThread.prestartCoreThread(); // a reload must not be the moment to find no thread
        Settings settings =
                new Settings(
                        options.number(Option.BACKLOG, Integer.MAX_VALUE),
                        options.has(Option.LOG_CONNECTIONS)
                                ? Settings.Connections.LOGGED
                                : Settings.Connections.QUIET);
        Recipe.Powers powers = privilege.isRoot() ? Recipe.Powers.ROOT : Recipe.Powers.ORDINARY;
        EventLog events = new EventLog();
        Host host =
                new Host(
                        clock,
                        need(LinuxPoller.open()),
                        new LinuxSockets(),
                        children,
                        new LinuxSourceSockets(),
                        new Registrar(new Rpcbind(), oneThread("rpcbind")),
                        LocalGatehouse.open(hosts(events)));
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
                events,
                new Daemon.Planning(planner, plannerThread),
                supervision);
    }

    private HostsAccess hosts(Consumer<Event> events) {
        return new LinuxHostsAccess(
                options.hostsDirectory(),
                environment(options).variables(),
                new LinuxNames(),
                problem -> events.accept(new Event.ConfigProblem(problem)));
    }

    private static <T> T need(Outcome<T> outcome) throws SystemFailure {
        if (outcome instanceof Outcome.Done<T> done) {
            return done.value();
        }
        throw new SystemFailure((Outcome.Failed<T>) outcome);
    }

    private static ThreadPoolExecutor oneThread(String name) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemonThread(name, work));
    }

    private static Thread daemonThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private Daemon.Supervision supervision(List<PassedDescriptor> passed) {
        Optional<NotifySocket> manager = manager();
        return new Daemon.Supervision(
                manager.<Supervisor>map(socket -> socket).orElse(Supervisor.NONE),
                new DescriptorStore(manager, passed));
    }

    private Optional<NotifySocket> manager() {
        try {
            return NotifySocket.of(System.getenv(), pid(), clock);
        } catch (IOException e) {
            tell("cannot reach NOTIFY_SOCKET: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
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
}
