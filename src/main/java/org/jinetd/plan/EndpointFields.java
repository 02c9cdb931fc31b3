package org.jinetd.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Word;

/** Reads where a service is offered. */
final class EndpointFields {

    private final Names names;
    private final Findings findings;
    private final Hosts hosts;
    private final PathField pathField;
    private final RpcField rpcField;

    EndpointFields(Names names, UserField users, Findings findings, Hosts hosts) {
        this.names = names;
        this.findings = findings;
        this.hosts = hosts;
        this.pathField = new PathField(users, findings);
        this.rpcField = new RpcField(names, findings);
    }

    /** Returns all endpoints of a service; empty when something is wrong. */
    Optional<List<Endpoint>> read(
            Fields fields, SocketType type, ProtocolField protocol, DefaultAddress fallback) {
        Optional<Word> bind = fields.bind();
        if (protocol.protocol() == Protocol.UNIX) {
            return bind.isPresent()
                    ? findings.error(bind.get(), "a UNIX socket has no address", "delete it")
                    : pathField.read(fields.service(), type).map(List::of);
        }
        ServiceField field = ServiceField.of(fields.service());
        Optional<List<Hosts.Host>> where = where(field, bind, fallback);
        if (protocol.protocol().isRpc()) {
            Optional<RpcProgram> program = rpcField.read(field.service());
            return program.isEmpty() || where.isEmpty()
                    ? Optional.empty()
                    : inet(where.get(), type, protocol, 0)
                            .flatMap(sockets -> rpc(sockets, program.get(), fields.service()));
        }
        Optional<Integer> port = field.port(names, protocol.protocol().database(), findings);
        return port.isEmpty() || where.isEmpty()
                ? Optional.empty()
                : inet(where.get(), type, protocol, port.get()).map(List::copyOf);
    }

    private Optional<List<Hosts.Host>> where(
            ServiceField field, Optional<Word> bind, DefaultAddress fallback) {
        if (bind.isPresent()) {
            return field.hosts().isEmpty()
                    ? hosts.read(bind.get())
                    : findings.error(
                            bind.get(),
                            "an address stands before the service as well",
                            "delete one of them");
        }
        return field.hosts().isEmpty()
                ? fallback.forLine(field.service(), findings)
                : hosts.read(field.hosts().get(0));
    }

    private Optional<List<Endpoint.Inet>> inet(
            List<Hosts.Host> where, SocketType type, ProtocolField protocol, int port) {
        Protocol wanted = protocol.protocol();
        Set<Endpoint.Inet> endpoints = new LinkedHashSet<>();
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
                endpoints.add(new Endpoint.Inet(wanted.transport(), type, ip, port, mapped));
            }
        }
        return Optional.of(new ArrayList<>(endpoints));
    }

    /** Refuses a second address of one family, since rpcbind(8) could tell clients of one only. */
    private Optional<List<Endpoint>> rpc(
            List<Endpoint.Inet> sockets, RpcProgram program, Word service) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Endpoint.Inet socket : sockets) {
            Endpoint endpoint = new Endpoint.Rpc(socket, program);
            if (endpoints.stream().anyMatch(endpoint::conflictsWith)) {
                return findings.error(
                        service,
                        "rpcbind knows one address of a program for each version of IP, these"
                                + " are more",
                        "write one address, or *");
            }
            endpoints.add(endpoint);
        }
        return Optional.of(endpoints);
    }
}
