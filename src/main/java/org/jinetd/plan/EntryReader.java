package org.jinetd.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;

/** Understands one line, all of its fields, whichever of them is wrong. */
final class EntryReader {

    /** What sun_path holds beside the NUL at its end (unix(7)). */
    private static final int LONGEST_PATH = 107;

    private final Names names;
    private final Limits defaults;
    private final Findings findings;
    private final Hosts hosts;
    private final UserField userField;
    private final ProgramFields programFields;

    EntryReader(Names names, Limits defaults, Privilege privilege, Findings findings, Hosts hosts) {
        this.names = names;
        this.defaults = defaults;
        this.findings = findings;
        this.hosts = hosts;
        this.userField = new UserField(names, privilege, findings);
        this.programFields = new ProgramFields(names, findings);
    }

    /** Returns the service of a line; empty when something is wrong with it. */
    Optional<Service> read(Statement.Entry entry, DefaultAddress fallback) {
        Optional<SocketType> type = TypeField.read(entry.type(), findings);
        Optional<ProtocolField> protocol =
                ProtocolField.read(entry.protocol(), findings).filter(p -> goesWith(p, type));
        Optional<List<Endpoint>> endpoints =
                type.isPresent() && protocol.isPresent()
                        ? endpoints(entry, type.get(), protocol.get(), fallback)
                        : Optional.empty();
        Optional<ModeField> mode =
                ModeField.read(entry.mode(), defaults, findings)
                        .flatMap(written -> mode(entry, written, type));
        Optional<Action> action =
                ProgramFields.isInternal(entry)
                        ? builtIn(entry, protocol, type)
                        : programFields.program(entry, userField.read(entry.user()));
        if (endpoints.isEmpty() || mode.isEmpty() || action.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Service(
                        entry.service().text() + "/" + protocol.get().word().text(),
                        endpoints.get(),
                        protocol.get().buffers(),
                        mode.get().mode(),
                        action.get(),
                        mode.get().limits(),
                        entry.at()));
    }

    private boolean goesWith(ProtocolField protocol, Optional<SocketType> type) {
        Protocol wanted = protocol.protocol();
        if (type.isEmpty() || wanted.carries(type.get())) {
            return true;
        }
        findings.error(
                protocol.word(),
                wanted.word() + " does not go with " + type.get().word(),
                "write " + wanted.type().word() + " before it, or another protocol");
        return false;
    }

    /** Decides who takes the clients: for a built-in its type does, whatever is written. */
    private Optional<ModeField> mode(
            Statement.Entry entry, ModeField written, Optional<SocketType> type) {
        boolean datagram = type.filter(SocketType.DATAGRAM::equals).isPresent();
        if (ProgramFields.isInternal(entry)) {
            Mode mode = datagram ? Mode.WAIT : Mode.NOWAIT;
            return Optional.of(new ModeField(mode, written.limits()));
        }
        if (datagram && written.mode() == Mode.NOWAIT) {
            return findings.error(
                    entry.mode(),
                    "a dgram service with nowait is not supported by this version",
                    "write wait");
        }
        return Optional.of(written);
    }

    private Optional<Action> builtIn(
            Statement.Entry entry, Optional<ProtocolField> protocol, Optional<SocketType> type) {
        boolean unix = protocol.filter(p -> p.protocol() == Protocol.UNIX).isPresent();
        if (unix && type.filter(SocketType.DATAGRAM::equals).isPresent()) {
            return findings.error(
                    entry.program(),
                    "a built-in on a UNIX dgram socket is not supported by this version",
                    "write stream");
        }
        return programFields.builtIn(
                entry, protocol.map(p -> p.protocol().database()).orElse("tcp"));
    }

    private Optional<List<Endpoint>> endpoints(
            Statement.Entry entry,
            SocketType type,
            ProtocolField protocol,
            DefaultAddress fallback) {
        if (protocol.protocol() == Protocol.UNIX) {
            return path(entry.service()).map(path -> List.of(new Endpoint.Unix(type, path)));
        }
        ServiceField field = ServiceField.of(entry.service());
        Optional<List<Hosts.Host>> where =
                field.hosts().isEmpty()
                        ? fallback.forLine(entry.service(), findings)
                        : hosts.read(field.hosts().get(0));
        Optional<Integer> port = field.port(names, protocol.protocol().database(), findings);
        if (port.isEmpty() || where.isEmpty()) {
            return Optional.empty();
        }
        return inet(where.get(), type, protocol, port.get());
    }

    private Optional<String> path(Word word) {
        String path = word.text();
        if (path.startsWith("@") || path.startsWith(":")) {
            return findings.error(
                    word,
                    (path.startsWith("@") ? "an abstract name" : "an owner before the path")
                            + " is not supported by this version",
                    "write an absolute path");
        }
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            return findings.error(
                    word,
                    "the path has "
                            + length
                            + " bytes, a UNIX socket's has at most "
                            + LONGEST_PATH,
                    "choose a shorter one");
        }
        if (!path.startsWith("/") || path.endsWith("/")) {
            return findings.error(
                    word,
                    Findings.quote(word) + " is not the absolute path of a socket",
                    "write /run/NAME");
        }
        return Optional.of(path);
    }

    private Optional<List<Endpoint>> inet(
            List<Hosts.Host> where, SocketType type, ProtocolField protocol, int port) {
        Protocol wanted = protocol.protocol();
        Set<Endpoint> endpoints = new LinkedHashSet<>();
        for (Hosts.Host host : where) {
            List<Ip> addresses =
                    host.isAll() && wanted.isMapped()
                            ? List.of(Ip.ANY_V6)
                            : host.addresses().stream()
                                    .filter(ip -> wanted.serves(ip.family()))
                                    .toList();
            if (addresses.isEmpty()) {
                return findings.error(
                        protocol.word(),
                        Findings.quote(host.word())
                                + " has no address that "
                                + wanted.word()
                                + " can be offered on",
                        "write the protocol without its number");
            }
            for (Ip ip : addresses) {
                boolean mapped = wanted.isMapped() && ip.equals(Ip.ANY_V6);
                endpoints.add(new Endpoint.Inet(type, ip, port, mapped));
            }
        }
        return Optional.of(new ArrayList<>(endpoints));
    }
}
