package org.jinetd.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Parsed;
import org.jinetd.config.SourceText;
import org.jinetd.config.Statement;

/** What a configuration comes to, as lines that a reviewer can read. */
final class GoldenText {

    private GoldenText() {}

    static List<String> of(SourceText source) {
        Parsed<List<Statement>> parsed = ClassicSyntax.parse(source);
        Resolution resolution =
                new Resolver(TestNames.ofSamples(), Defaults.CLASSIC, Privilege.ROOT)
                        .resolve(List.of(parsed.value()));
        List<String> lines = new ArrayList<>();
        parsed.problems().forEach(problem -> lines.add(problem.toString()));
        resolution.problems().forEach(problem -> lines.add(problem.toString()));
        resolution.rejected().forEach(line -> lines.add(rejected(line)));
        resolution.plan().services().forEach(service -> lines.addAll(service(service)));
        resolution.plan().muxed().forEach(service -> lines.addAll(muxed(service)));
        return lines;
    }

    private static String rejected(Rejected line) {
        String known = line.service() + " " + line.type() + " " + line.protocol();
        return "rejected " + known.strip();
    }

    private static List<String> muxed(MuxedService service) {
        List<String> lines = new ArrayList<>();
        lines.add("tcpmux leads to " + service.name() + ", greeting " + service.greeting());
        lines.add("  " + execute(service.action()));
        if (!service.limits().equals(Defaults.CLASSIC.limits())) {
            lines.add("  " + service.limits());
        }
        return lines;
    }

    private static List<String> service(Service service) {
        List<String> lines = new ArrayList<>();
        lines.add(service.name() + " " + service.type().word() + " " + service.mode().word());
        service.endpoints().forEach(endpoint -> lines.add("  on " + endpoint(endpoint)));
        lines.add("  " + action(service.action()));
        Limits limits = service.limits();
        if (!limits.equals(Defaults.CLASSIC.limits())) {
            lines.add("  " + limits);
        }
        if (!service.buffers().equals(Buffers.KERNEL_CHOICE)) {
            lines.add("  " + service.buffers());
        }
        return lines;
    }

    private static String endpoint(Endpoint endpoint) {
        return endpoint.match(
                inet ->
                        inet
                                + (inet.mapped() ? " mapped" : "")
                                + (inet.address().scope() == 0
                                        ? ""
                                        : " scope " + inet.address().scope()),
                unix ->
                        unix
                                + (unix.ownership().equals(Ownership.EVERYBODY)
                                        ? ""
                                        : " " + unix.ownership()),
                Endpoint.Abstract::toString,
                Endpoint.Rpc::toString);
    }

    private static String action(Action action) {
        return action.match(Action.Internal::toString, GoldenText::execute);
    }

    private static String execute(Action.Execute execute) {
        Identity who = execute.identity();
        return execute.path()
                + execute.arguments().stream()
                        .map(word -> "<" + escaped(word) + ">")
                        .collect(Collectors.joining(" ", " ", ""))
                + (" as " + who.name() + " " + who.uid() + ":" + who.gid() + " " + who.groups());
    }

    private static String escaped(String word) {
        return word.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    }
}
