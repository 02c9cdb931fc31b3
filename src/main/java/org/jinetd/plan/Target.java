package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jinetd.config.Word;

/**
 * The services that a section is about: {@code [HOST:]NAME/PROTOCOL} or {@code tcpmux/NAME}. A name
 * stands for its port, so that an alias or the number does as well; a protocol without a version of
 * IP stands for all of them.
 *
 * @param meeting what the services have in common, and nobody else
 * @param protocol the protocol's word
 * @param host as written, in lower case without brackets; empty when none is
 * @param addresses those of the host
 */
record Target(String meeting, String protocol, Optional<String> host, Set<Ip> addresses) {

    private static final String NOBODY = "";

    Target {
        requireNonNull(meeting, "meeting");
        requireNonNull(protocol, "protocol");
        requireNonNull(host, "host");
        addresses = Set.copyOf(addresses);
    }

    /** Reads what stands behind {@code service} in a title. */
    static Optional<Target> read(Word word, Names names, Findings findings) {
        String text = word.text();
        Optional<Protocol> protocol =
                List.of(Protocol.values()).stream()
                        .filter(each -> text.endsWith("/" + each.word()))
                        .max(Comparator.comparingInt(each -> each.word().length()));
        if (protocol.isPresent()) {
            Word service = word.part(0, text.length() - protocol.get().word().length() - 1);
            return Optional.of(of(service, protocol.get(), names));
        }
        if (text.startsWith(MuxedService.PREFIX)) {
            String name = text.substring(MuxedService.PREFIX.length()).replaceFirst("^\\+", "");
            return Optional.of(
                    new Target(meetingMuxed(name), "tcpmux", Optional.empty(), Set.of()));
        }
        return findings.error(
                word,
                Findings.quote(word) + " names no service",
                "write NAME/PROTOCOL as on the service's line; the protocols are "
                        + Protocol.PERMITTED);
    }

    private static Target of(Word service, Protocol protocol, Names names) {
        if (protocol == Protocol.UNIX) {
            return new Target(
                    meetingUnix(service.text()), protocol.word(), Optional.empty(), Set.of());
        }
        ServiceField field = ServiceField.of(service);
        Optional<String> host =
                field.hosts().stream().findFirst().map(Word::text).map(Target::bare);
        return new Target(
                protocol.isRpc()
                        ? rpc(field.service().text(), protocol, names)
                        : port(field.service().text(), protocol, names),
                protocol.word(),
                host,
                host.map(text -> addresses(text, names)).orElse(Set.of()));
    }

    private static String bare(String host) {
        return host.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    }

    private static String port(String name, Protocol protocol, Names names) {
        OptionalInt port =
                Decimal.isDigits(name) ? number(name) : names.port(name, protocol.database());
        if (port.isEmpty() && protocol.transport() == Transport.SCTP) {
            port = names.port(name, "tcp");
        }
        return port.isEmpty() ? NOBODY : meetingPort(protocol.transport(), port.getAsInt());
    }

    private static OptionalInt number(String digits) {
        OptionalLong port = Decimal.parse(digits, 0xffff);
        return port.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) port.getAsLong());
    }

    private static String rpc(String written, Protocol protocol, Names names) {
        int slash = written.indexOf('/');
        String name = slash < 0 ? written : written.substring(0, slash);
        OptionalLong number =
                Decimal.isDigits(name)
                        ? Decimal.parse(name, RpcProgram.LARGEST_NUMBER)
                        : names.rpcProgram(name);
        return number.isEmpty() ? NOBODY : meetingRpc(protocol.transport(), number.getAsLong());
    }

    /** Returns the addresses of hosts with commas between them; a scope does not count. */
    private static Set<Ip> addresses(String hosts, Names names) {
        Set<Ip> addresses = new HashSet<>();
        for (String host : hosts.split(",")) {
            String name = host.replaceFirst("%.*", "");
            Optional<Ip> literal = Ip.parse(name);
            if (name.equals(Defaults.ALL_ADDRESSES)) {
                addresses.addAll(List.of(Ip.ANY_V4, Ip.ANY_V6));
            } else if (literal.isPresent()) {
                addresses.add(literal.get());
            } else {
                names.addresses(name).stream().map(Target::unscoped).forEach(addresses::add);
            }
        }
        return addresses;
    }

    private static Ip unscoped(Ip ip) {
        return new Ip(ip.family(), ip.high(), ip.low(), 0);
    }

    /** Returns what the sections of a service have in common, under which they are looked up. */
    static String meeting(Service service) {
        return service.endpoints()
                .get(0)
                .match(
                        inet -> meetingPort(inet.transport(), inet.port()),
                        unix -> meetingUnix(unix.path()),
                        name -> meetingUnix(name.toString()),
                        rpc -> meetingRpc(rpc.socket().transport(), rpc.program().number()));
    }

    static String meeting(MuxedService service) {
        return meetingMuxed(service.name());
    }

    private static String meetingPort(Transport transport, int port) {
        return transport.word() + " " + port;
    }

    private static String meetingRpc(Transport transport, long program) {
        return "rpc " + transport.word() + " " + program;
    }

    private static String meetingUnix(String path) {
        return "unix " + path;
    }

    private static String meetingMuxed(String name) {
        return "tcpmux " + MuxedService.key(name);
    }

    /** Returns whether this is about a service that it meets. */
    boolean isAbout(Service service) {
        return hasItsProtocol(service) && (host.isEmpty() || isAtHost(service, host.get()));
    }

    /** Returns whether this is about some addresses of a service only. */
    boolean isAboutPart(Service service) {
        return hasItsProtocol(service)
                && host.isPresent()
                && !isAtHost(service, host.get())
                && service.endpoints().stream().anyMatch(this::isAtHost);
    }

    private boolean hasItsProtocol(Service service) {
        String written = service.writtenProtocol();
        return written.equals(protocol) || written.replaceFirst("[0-9]+$", "").equals(protocol);
    }

    private boolean isAtHost(Service service, String hostName) {
        String written = service.writtenService();
        int colon = written.lastIndexOf(':');
        return (colon >= 0 && bare(written.substring(0, colon)).equals(hostName))
                || service.endpoints().stream().allMatch(this::isAtHost);
    }

    private boolean isAtHost(Endpoint endpoint) {
        return endpoint.match(
                inet -> addresses.contains(unscoped(inet.address())),
                unix -> false,
                name -> false,
                rpc -> addresses.contains(unscoped(rpc.socket().address())));
    }

    /** Returns whether there can be a service that it is about. */
    boolean isSomebody() {
        return !meeting.equals(NOBODY);
    }

    /** Returns how exact it is: what is more exact goes before. */
    int exactness() {
        boolean version = Character.isDigit(protocol.charAt(protocol.length() - 1));
        return (host.isPresent() ? 2 : 0) + (version ? 1 : 0);
    }
}
