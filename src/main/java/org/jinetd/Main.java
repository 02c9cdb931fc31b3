package org.jinetd;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Environment;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.child.Recipe;
import org.jinetd.config.Problem;
import org.jinetd.event.Event;
import org.jinetd.event.EventLog;
import org.jinetd.event.EventText;
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
import org.jinetd.os.linux.NotifySocket;
import org.jinetd.os.linux.OwnProcess;
import org.jinetd.os.linux.SignalPipe;
import org.jinetd.os.linux.Signals;
import org.jinetd.os.linux.SystemClock;
import org.jinetd.plan.Action;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: reads the command line and the configuration, and checks, explains, or serves. */
public final class Main {

    private static final Path ROOTS_PID_FILE = Path.of("/run/inetd.pid");

    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        // Not System.out: its encoding is the locale's, and the messages are UTF-8.
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        ExitCode code;
        try {
            code = new Main(out, err).run(List.of(arguments));
        } catch (RuntimeException | Error e) {
            err.println("jinetd: this is a defect of jinetd; please report what follows");
            e.printStackTrace(err);
            code = ExitCode.BUG;
        }
        stopLogging();
        System.exit(code.number());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static void stopLogging() {
        if (LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext log) {
            log.stop();
        }
    }

    ExitCode run(List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Options.UsageException e) {
            err.println("jinetd: " + e.getMessage());
            return ExitCode.USAGE;
        }
        if (options.has(Option.HELP)) {
            out.print(Options.help());
            return ExitCode.OK;
        }
        if (options.has(Option.VERSION)) {
            out.println("jinetd " + version());
            return ExitCode.OK;
        }
        if (options.has(Option.CHECK)) {
            return check(options);
        }
        return options.argument(Option.EXPLAIN)
                .map(service -> explain(options, service))
                .orElseGet(() -> serve(options));
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(unpackaged)");
    }

    /** Reports what is wrong. As if by root, so that the answer does not depend on who asks. */
    private ExitCode check(Options options) {
        return new ConfigFiles(options.files(), options.defaults(), Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(
                        read -> {
                            List<Problem> problems = read.value().problems();
                            problems.forEach(p -> err.println(text(new Event.ConfigProblem(p))));
                            boolean wrong = problems.stream().anyMatch(Problem::isError);
                            return wrong ? ExitCode.CONFIGURATION : ExitCode.OK;
                        },
                        failed -> unreadable(failed));
    }

    private ExitCode unreadable(Outcome.Failed<?> failed) {
        err.println("jinetd: cannot read the configuration: " + failed);
        return ExitCode.CONFIGURATION;
    }

    private static String text(Event event) {
        return EventText.of(event);
    }

    private ExitCode explain(Options options, String name) {
        return new ConfigFiles(options.files(), options.defaults(), Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(
                        read -> explain(read.value().plan(), name, options),
                        failed -> unreadable(failed));
    }

    private ExitCode explain(Plan plan, String name, Options options) {
        List<Service> services =
                plan.services().stream()
                        .filter(s -> s.name().equals(name) || s.name().startsWith(name + "/"))
                        .toList();
        if (services.isEmpty()) {
            List<String> names = plan.services().stream().map(Service::name).toList();
            err.println("jinetd: no service " + name + " — there are: " + String.join(" ", names));
            return ExitCode.USAGE;
        }
        return LinuxChildren.open(DescriptorLimit.current())
                .match(
                        children -> {
                            services.forEach(s -> explain(s, children.value(), options));
                            return ExitCode.OK;
                        },
                        failed -> systemFailed(failed));
    }

    private void explain(Service service, LinuxChildren children, Options options) {
        out.println("# " + service.name() + " at " + service.at());
        if (service.action() instanceof Action.Execute program) {
            Recipe recipe = new Recipe(environment(options), Recipe.Powers.ROOT);
            children.explain(recipe.forListener(program)).forEach(out::println);
        } else {
            out.println("# answered by jinetd itself, without a child");
        }
    }

    private ExitCode systemFailed(Outcome.Failed<?> failed) {
        err.println("jinetd: " + failed);
        return ExitCode.SYSTEM;
    }

    private ExitCode serve(Options options) {
        DescriptorLimit limitAtStart = DescriptorLimit.current();
        limitAtStart.raise();
        Signals.expectChildren();
        OwnProcess.name("jinetd");
        return SignalPipe.open(List.of(DaemonSignal.values()))
                .match(
                        signals ->
                                LinuxChildren.open(limitAtStart)
                                        .match(
                                                children ->
                                                        serve(
                                                                options,
                                                                signals.value(),
                                                                children.value()),
                                                failed -> systemFailed(failed)),
                        failed -> systemFailed(failed));
    }

    private ExitCode serve(Options options, SignalPipe signals, LinuxChildren children) {
        if (options.has(Option.DEBUG)) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                    .setLevel(ch.qos.logback.classic.Level.DEBUG);
        }
        Privilege privilege = new Privilege(OwnProcess.effectiveUser());
        ConfigFiles files = new ConfigFiles(options.files(), options.defaults(), privilege);
        return files.plan(Plan.EMPTY)
                .match(
                        first -> {
                            try {
                                Daemon daemon = daemon(options, children, files, privilege);
                                return serve(options, daemon, signals, first.value(), privilege);
                            } catch (IOException e) {
                                err.println("jinetd: " + e.getMessage());
                                return ExitCode.SYSTEM;
                            }
                        },
                        failed -> unreadable(failed));
    }

    private Daemon daemon(
            Options options, LinuxChildren children, Planner planner, Privilege privilege)
            throws IOException {
        SystemClock clock = new SystemClock();
        Recipe.Powers powers = privilege.isRoot() ? Recipe.Powers.ROOT : Recipe.Powers.ORDINARY;
        Settings settings =
                new Settings(
                        options.number(Option.BACKLOG, Integer.MAX_VALUE),
                        options.has(Option.LOG_CONNECTIONS)
                                ? Settings.Connections.LOGGED
                                : Settings.Connections.QUIET);
        ExecutorService plannerThread =
                Executors.newSingleThreadExecutor(work -> daemonThread("planner", work));
        Daemon daemon =
                new Daemon(
                        new Host(clock, LinuxPoller.open(), new LinuxSockets(), children),
                        LinuxPoller.open(),
                        new LinuxSockets(),
                        settings,
                        new Recipe(environment(options), powers),
                        new Builtins(ZoneId.systemDefault()),
                        broadcasts(),
                        new EventLog(),
                        planner,
                        plannerThread,
                        supervisor(clock));
        daemonThread(
                        "talkers",
                        () -> {
                            while (true) {
                                daemon.turnTalkers();
                            }
                        })
                .start();
        return daemon;
    }

    private ExitCode serve(
            Options options,
            Daemon daemon,
            SignalPipe signals,
            Planner.Planned first,
            Privilege privilege) {
        Optional<Path> pidFile =
                options.argument(Option.PID_FILE)
                        .map(Path::of)
                        .or(
                                () ->
                                        privilege.isRoot()
                                                ? Optional.of(ROOTS_PID_FILE)
                                                : Optional.empty());
        daemon.loop().begin(first);
        pidFile.ifPresent(this::writePid);
        daemon.loop().obey(signals);
        daemon.loop().run();
        pidFile.ifPresent(this::removePid);
        return ExitCode.OK;
    }

    private static Thread daemonThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private Supervisor supervisor(SystemClock clock) {
        String variable = Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).orElse("");
        try {
            return NotifySocket.at(variable, clock);
        } catch (IOException e) {
            err.println("jinetd: cannot reach NOTIFY_SOCKET=" + variable + ": " + e.getMessage());
            return Supervisor.NONE;
        }
    }

    /** From /proc, since the JDK decodes the environment by the locale and loses bytes. */
    private static Environment environment(Options options) {
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
                    .filter(address -> address != null)
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
