package org.jinetd;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.Recipe;
import org.jinetd.config.Problem;
import org.jinetd.event.Event;
import org.jinetd.event.EventText;
import org.jinetd.os.Outcome;
import org.jinetd.os.linux.ByteText;
import org.jinetd.os.linux.DescriptorLimit;
import org.jinetd.os.linux.LinuxChildren;
import org.jinetd.os.linux.LinuxHostNames;
import org.jinetd.os.linux.LinuxHostsAccess;
import org.jinetd.os.linux.LinuxNames;
import org.jinetd.os.linux.ProcLoad;
import org.jinetd.plan.Action;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.MuxedService;
import org.jinetd.plan.Plan;
import org.jinetd.plan.PlanText;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.Served;
import org.slf4j.LoggerFactory;

/** The program: reads the command line and the configuration, and checks, explains, or serves. */
public final class Main {

    private final PrintStream out;
    private final PrintStream err;

    /** Set by the daemon alone: whoever asks a question opens no log, and writes to none. */
    private boolean logs;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program and ends the process. */
    public static void main(String[] arguments) {
        // Not System.out: its encoding is the locale's, and the messages are UTF-8.
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        Main program = new Main(out, err);
        ExitCode code;
        try {
            code = program.run(List.of(arguments));
        } catch (RuntimeException | Error e) {
            endWithBug(e, err);
            return;
        }
        if (program.logs) {
            stopLogging();
        }
        System.exit(code.number());
    }

    /** Ends the process, whichever thread finds the defect: half a daemon would be worse. */
    static void endWithBug(Throwable defect, PrintStream err) {
        err.println("jinetd: this is a defect of jinetd; please report what follows");
        defect.printStackTrace(err);
        stopLogging();
        System.exit(ExitCode.BUG.number());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static void stopLogging() {
        if (LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext log) {
            LogSetup.stop(log);
        }
    }

    ExitCode run(List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Options.UsageException e) {
            tell(e.getMessage());
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
        if (options.has(Option.IMPORT_XINETD)) {
            return new XinetdImport(out, err)
                    .run(options.files(), options.argument(Option.OUTPUT).map(Path::of));
        }
        if (!isAddressGood(options)) {
            return ExitCode.USAGE;
        }
        if (options.has(Option.CHECK)) {
            return check(options);
        }
        if (options.has(Option.PRINT)) {
            return print(options);
        }
        if (options.question().isPresent()) {
            return match(options, options.question().get());
        }
        return options.argument(Option.EXPLAIN)
                .map(service -> explain(options, service))
                .orElseGet(() -> serve(options));
    }

    /** Tells what is wrong with the address of -a, which no line of a file can make good. */
    private boolean isAddressGood(Options options) {
        if (options.defaults().address().equals(Defaults.ALL_ADDRESSES)) {
            return true;
        }
        List<Problem> problems =
                new Resolver(new LinuxNames(), options.defaults(), Privilege.ROOT)
                        .resolve(List.of())
                        .problems();
        problems.forEach(problem -> tell("-a: " + problem.fact()));
        return problems.isEmpty();
    }

    /** Prints a message, whose words may be those of a file or of the command line. */
    private void tell(String message) {
        err.println(EventText.clean("jinetd: " + message));
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(unpackaged)");
    }

    /** Reports what is wrong. As if by root, so that the answer does not depend on who asks. */
    private ExitCode check(Options options) {
        return new ConfigFiles(options, Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(read -> report(read.value().problems()), failed -> unreadable(failed));
    }

    /** Prints what is right, and on standard error what is wrong. */
    private ExitCode print(Options options) {
        return new ConfigFiles(options, Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(
                        read -> {
                            for (String line : PlanText.lines(read.value().plan())) {
                                byte[] bytes = ByteText.encode(line + "\n");
                                out.write(bytes, 0, bytes.length);
                            }
                            out.flush();
                            return report(read.value().problems());
                        },
                        failed -> unreadable(failed));
    }

    private ExitCode report(List<Problem> problems) {
        problems.forEach(problem -> err.println(text(new Event.ConfigProblem(problem))));
        boolean wrong = problems.stream().anyMatch(Problem::isError);
        return wrong ? ExitCode.CONFIGURATION : ExitCode.OK;
    }

    private ExitCode unreadable(Outcome.Failed<?> failed) {
        tell("cannot read the configuration: " + failed);
        return ExitCode.CONFIGURATION;
    }

    private static String text(Event event) {
        return EventText.of(event);
    }

    private ExitCode explain(Options options, String name) {
        return new ConfigFiles(options, Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(
                        read -> explain(read.value().plan(), name, options),
                        failed -> unreadable(failed));
    }

    private ExitCode match(Options options, MatchQuestion question) {
        return new ConfigFiles(options, Privilege.ROOT)
                .plan(Plan.EMPTY)
                .match(
                        read -> {
                            List<Served> services = named(question.service(), read.value().plan());
                            MatchAnswer answer = matchAnswer(options);
                            services.forEach(s -> out.println(answer.to(question, s)));
                            return services.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
                        },
                        failed -> unreadable(failed));
    }

    private MatchAnswer matchAnswer(Options options) {
        List<String> nothing = List.of(); // no command is run
        LinuxHostsAccess hosts =
                new LinuxHostsAccess(
                        options.hostsDirectory(),
                        nothing,
                        new LinuxNames(),
                        problem -> err.println(text(new Event.ConfigProblem(problem))));
        return new MatchAnswer(new LinuxHostNames(), new ProcLoad(), hosts::preview);
    }

    /** Returns the services of this name, and says so if there is none. */
    private List<Served> named(String name, Plan plan) {
        List<Served> all = new ArrayList<>(plan.services());
        all.addAll(plan.muxed());
        List<Served> services = all.stream().filter(s -> isMeant(name, s)).toList();
        if (services.isEmpty()) {
            List<String> names = all.stream().map(Served::label).toList();
            tell("no service " + name + " — there are: " + String.join(" ", names));
        }
        return services;
    }

    private ExitCode explain(Plan plan, String name, Options options) {
        List<Served> services = named(name, plan);
        if (services.isEmpty()) {
            return ExitCode.USAGE;
        }
        return LinuxChildren.open(DescriptorLimit.current())
                .match(
                        children -> {
                            try (LinuxChildren open = children.value()) {
                                services.forEach(s -> explain(s, open, options));
                            }
                            return ExitCode.OK;
                        },
                        failed -> {
                            tell(failed.toString());
                            return ExitCode.SYSTEM;
                        });
    }

    /** Returns whether a service is called so; what clients of tcpmux call it has no case. */
    private static boolean isMeant(String name, Served service) {
        return service instanceof MuxedService
                ? service.label().equalsIgnoreCase(name)
                : service.label().equals(name) || service.label().startsWith(name + "/");
    }

    private void explain(Served service, LinuxChildren children, Options options) {
        out.println(EventText.printable("# " + service.label() + " at " + service.at()));
        if (service.action() instanceof Action.Execute) {
            Recipe recipe = new Recipe(Server.environment(options), Recipe.Powers.ROOT);
            children.explain(Recipe.forListener(recipe.program(service)))
                    .forEach(step -> out.println(EventText.printable(step)));
            service.settings()
                    .process()
                    .runTime()
                    .map(
                            time ->
                                    "# after "
                                            + time.toSeconds()
                                            + " s: kill(-PID, SIGTERM), 5 s later SIGKILL")
                    .ifPresent(out::println);
        } else {
            out.println("# answered by jinetd itself, without a child");
        }
    }

    private ExitCode serve(Options options) {
        logs = true;
        try {
            return new Server(options, err).serve();
        } catch (Server.SystemFailure e) {
            tell(e.getMessage());
            return ExitCode.SYSTEM;
        }
    }
}
