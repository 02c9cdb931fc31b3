package org.jinetd.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jinetd.config.Quotation;

/**
 * A plan as lines of {@code inetd.conf}: the classic form, one service a line, with everything
 * written out that has a default. The lines come to the same plan on the same host, but for the
 * host in a service's name, which is now the address that it had. What comes of jinetd.ini is told
 * in comments; a limit of its defaults is left out of the line, which would go before it.
 */
public final class PlanText {

    private PlanText() {}

    /** Returns a line for each service, those of tcpmux last, with comments before it. */
    public static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Service service : plan.services()) {
            service.settings().said().forEach(said -> lines.add(comment(said)));
            lines.add(line(service));
        }
        for (MuxedService service : plan.muxed()) {
            service.settings().said().forEach(said -> lines.add(comment(said)));
            lines.add(line(service));
        }
        return lines;
    }

    private static String comment(Said said) {
        return "# " + said.key() + " = " + said.value() + "  (" + said.at() + ")";
    }

    private static String line(Service service) {
        Endpoint first = service.endpoints().get(0);
        return String.join(
                " ",
                quoted(
                        first.match(
                                inet -> hosts(service) + ":" + port(service, inet),
                                PlanText::path,
                                Endpoint.Abstract::toString,
                                rpc -> hosts(service) + ":" + rpc.program())),
                service.type().word(),
                protocol(service) + buffers(service.buffers()),
                mode(service.mode(), service.limits(), service.settings()),
                service.action()
                        .match(
                                internal -> "root internal " + internal.builtIn().word(),
                                PlanText::program));
    }

    private static String line(MuxedService service) {
        String plus = service.greeting() == MuxedService.Greeting.BY_DAEMON ? "+" : "";
        return String.join(
                " ",
                quoted(MuxedService.PREFIX + plus + service.name()),
                "stream",
                "tcp",
                mode(Mode.NOWAIT, service.limits(), service.settings()),
                program(service.action()));
    }

    /** Returns the service by the name that it was written with, or the number. */
    private static String port(Service service, Endpoint.Inet inet) {
        String written = service.writtenService();
        String name = written.substring(written.lastIndexOf(':') + 1);
        return Decimal.isDigits(name) ? Integer.toString(inet.port()) : name;
    }

    private static String path(Endpoint.Unix unix) {
        Ownership ownership = unix.ownership();
        return ownership.equals(Ownership.EVERYBODY)
                ? unix.path()
                : ":"
                        + id(ownership.uid())
                        + ":"
                        + id(ownership.gid())
                        + ":"
                        + String.format("%04o", ownership.mode())
                        + ":"
                        + unix.path();
    }

    private static String id(long id) {
        return id == Ownership.AS_IT_IS ? "" : Long.toString(id);
    }

    private static List<Endpoint.Inet> sockets(Service service) {
        List<Endpoint.Inet> sockets = new ArrayList<>();
        for (Endpoint endpoint : service.endpoints()) {
            if (endpoint instanceof Endpoint.Inet inet) {
                sockets.add(inet);
            } else if (endpoint instanceof Endpoint.Rpc rpc) {
                sockets.add(rpc.socket());
            }
        }
        return sockets;
    }

    private static String hosts(Service service) {
        List<Ip> addresses = sockets(service).stream().map(Endpoint.Inet::address).toList();
        boolean all =
                addresses.equals(List.of(Ip.ANY_V4))
                        || addresses.equals(List.of(Ip.ANY_V6))
                        || addresses.equals(List.of(Ip.ANY_V4, Ip.ANY_V6));
        return all
                ? Defaults.ALL_ADDRESSES
                : addresses.stream().map(PlanText::host).collect(Collectors.joining(","));
    }

    private static String host(Ip ip) {
        String scope = ip.scope() == 0 ? "" : "%" + ip.scope();
        return ip.family() == Ip.Family.V6 ? "[" + ip + scope + "]" : ip.toString();
    }

    private static String protocol(Service service) {
        List<Endpoint.Inet> sockets = sockets(service);
        if (sockets.isEmpty()) {
            return Protocol.UNIX.word();
        }
        boolean rpc = service.endpoints().get(0) instanceof Endpoint.Rpc;
        return (rpc ? Protocol.RPC : "") + sockets.get(0).transport().word() + versions(sockets);
    }

    private static String versions(List<Endpoint.Inet> sockets) {
        if (sockets.stream().anyMatch(Endpoint.Inet::mapped)) {
            return "46";
        }
        List<Ip.Family> families =
                sockets.stream().map(socket -> socket.address().family()).distinct().toList();
        return families.size() > 1 ? "" : families.get(0) == Ip.Family.V4 ? "4" : "6";
    }

    private static String buffers(Buffers buffers) {
        return (buffers.send() == 0 ? "" : ",sndbuf=" + buffers.send())
                + (buffers.receive() == 0 ? "" : ",rcvbuf=" + buffers.receive());
    }

    private static String mode(Mode mode, Limits limits, ServiceSettings settings) {
        Set<String> ofDefaults =
                settings.said().stream()
                        .filter(said -> said.section().equals(SettingsReader.DEFAULTS))
                        .map(Said::key)
                        .collect(Collectors.toSet());
        boolean rate = !ofDefaults.contains(AdmissionKeys.RATE.word());
        String slashed =
                limit(limits.instances(), AdmissionKeys.INSTANCES, ofDefaults)
                        + limit(
                                limits.startsPerMinutePerSource(),
                                AdmissionKeys.RATE_PER_SOURCE,
                                ofDefaults)
                        + limit(
                                limits.instancesPerSource(),
                                AdmissionKeys.INSTANCES_PER_SOURCE,
                                ofDefaults);
        return mode.word()
                + (rate ? "." + limits.startsPerMinute() : "")
                + slashed.replaceFirst("/+$", "");
    }

    private static String limit(int value, SettingKey<?> key, Set<String> ofDefaults) {
        return "/" + (ofDefaults.contains(key.word()) ? "" : Integer.toString(value));
    }

    private static String program(Action.Execute program) {
        return quoted(user(program.identity()))
                + " "
                + quoted(program.path())
                + program.arguments().stream()
                        .map(argument -> " " + quoted(argument))
                        .collect(Collectors.joining());
    }

    /** A group before root's would take root's other groups away, if there are any. */
    private static String user(Identity who) {
        boolean withoutGroup = who.uid() == 0 && !who.groups().equals(List.of(who.gid()));
        return withoutGroup ? who.name() : who.name() + ":" + who.gid();
    }

    private static String quoted(String word) {
        return Quotation.of(word);
    }
}
