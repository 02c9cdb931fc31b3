package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Word;

/** Understands one service, all of its fields, whichever of them is wrong. */
final class ServiceReader {

    /**
     * A service, and what its own line states.
     *
     * @param <T> the service's type
     */
    record Found<T>(T service, StatedLimits own) {}

    private final Limits limits;
    private final Findings findings;
    private final EndpointFields endpointFields;
    private final ProgramFields programFields;

    /**
     * @param limits those of a line that states none
     */
    ServiceReader(Names names, Limits limits, UserField users, Findings findings, Hosts hosts) {
        this.limits = limits;
        this.findings = findings;
        this.endpointFields = new EndpointFields(names, users, findings, hosts);
        this.programFields = new ProgramFields(names, findings);
    }

    /** Returns the service; empty when something is wrong with it. */
    Optional<Found<Service>> read(Fields fields, DefaultAddress fallback) {
        Optional<SocketType> type = fields.type();
        Optional<ProtocolField> protocol = fields.protocol().filter(p -> goesWith(p, type));
        Optional<List<Endpoint>> endpoints =
                type.isPresent() && protocol.isPresent()
                        ? endpointFields.read(fields, type.get(), protocol.get(), fallback)
                        : Optional.empty();
        Optional<ModeField> mode =
                fields.mode().flatMap(written -> mode(fields, written, protocol, type));
        Optional<Action> action =
                ProgramFields.isInternal(fields)
                        ? builtIn(fields, protocol, type)
                        : programFields.program(fields, fields.identity()).map(each -> each);
        if (endpoints.isEmpty() || mode.isEmpty() || action.isEmpty() || !fields.isSound()) {
            return Optional.empty();
        }
        Service service =
                new Service(
                        fields.service().text() + "/" + protocol.get().word().text(),
                        endpoints.get(),
                        protocol.get().buffers(),
                        mode.get().mode(),
                        action.get(),
                        mode.get().limits().over(limits),
                        fields.service().at());
        return Optional.of(new Found<>(service, mode.get().limits()));
    }

    /** Returns whether a service is reached through tcpmux. */
    static boolean isMuxed(Fields fields) {
        return fields.service().text().startsWith(MuxedService.PREFIX);
    }

    /** Returns a service that is reached through tcpmux; empty when something is wrong with it. */
    Optional<Found<MuxedService>> readMuxed(Fields fields) {
        Word service = fields.service();
        Optional<SocketType> type = fields.type();
        Optional<ProtocolField> protocol =
                fields.protocol().filter(p -> goesWith(p, type)).filter(this::isPlainTcp);
        Optional<ModeField> mode = fields.mode().filter(written -> isNowait(written, fields));
        Word name = service.from(MuxedService.PREFIX.length());
        boolean plus = name.text().startsWith("+");
        boolean named = isMuxName(plus ? name.from(1) : name);
        Optional<Action.Execute> program =
                ProgramFields.isInternal(fields)
                        ? findings.error(
                                fields.program(),
                                "a TCPMUX service is a program",
                                "write the program's path")
                        : programFields.program(fields, fields.identity());
        boolean good = named && fields.isSound() && type.isPresent();
        if (!good || protocol.isEmpty() || mode.isEmpty() || program.isEmpty()) {
            return Optional.empty();
        }
        MuxedService muxed =
                new MuxedService(
                        plus ? name.text().substring(1) : name.text(),
                        plus ? MuxedService.Greeting.BY_DAEMON : MuxedService.Greeting.BY_PROGRAM,
                        program.get(),
                        mode.get().limits().over(limits),
                        service.at());
        return Optional.of(new Found<>(muxed, mode.get().limits()));
    }

    private boolean isPlainTcp(ProtocolField protocol) {
        if (protocol.protocol() != Protocol.TCP) {
            findings.error(
                    protocol.word(),
                    "a TCPMUX service is reached wherever tcpmux is, so its protocol is tcp",
                    "write tcp");
        }
        if (!protocol.buffers().equals(Buffers.KERNEL_CHOICE)) {
            findings.warning(
                    protocol.word(),
                    "the buffers are those of tcpmux",
                    "write their sizes into the line of tcpmux");
        }
        return protocol.protocol() == Protocol.TCP;
    }

    private boolean isNowait(ModeField mode, Fields fields) {
        if (mode.mode() == Mode.WAIT) {
            findings.error(fields.modeWord(), "a TCPMUX service must be nowait", "write nowait");
        }
        return mode.mode() == Mode.NOWAIT;
    }

    /** Clients send a name on a line of its own, of at most 256 characters in FreeBSD. */
    private boolean isMuxName(Word name) {
        boolean good =
                !name.text().isEmpty()
                        && name.text().length() <= MuxedService.LONGEST_NAME
                        && name.text().chars().allMatch(c -> c > ' ' && c < 0x7f)
                        && !MuxedService.key(name.text()).equals(MuxedService.HELP);
        if (!good) {
            findings.error(
                    name,
                    Findings.quote(name) + " is no name that a client of tcpmux can ask for",
                    "write printable ASCII without blanks, and not HELP");
        }
        return good;
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
            Fields fields,
            ModeField written,
            Optional<ProtocolField> protocol,
            Optional<SocketType> type) {
        boolean datagram = type.filter(SocketType.DATAGRAM::equals).isPresent();
        if (ProgramFields.isInternal(fields)) {
            Mode mode = datagram ? Mode.WAIT : Mode.NOWAIT;
            return Optional.of(new ModeField(mode, written.limits()));
        }
        return written.mode() == Mode.WAIT || canBeNowait(fields.modeWord(), protocol, type)
                ? Optional.of(written)
                : Optional.empty();
    }

    /** Says why clients that share one socket cannot be given sockets of their own. */
    private boolean canBeNowait(
            Word word, Optional<ProtocolField> field, Optional<SocketType> type) {
        if (field.isEmpty() || type.isEmpty()) {
            return true;
        }
        Protocol protocol = field.get().protocol();
        if (protocol == Protocol.UNIX && type.get() == SocketType.DATAGRAM) {
            findings.error(
                    word,
                    "nowait is not possible on a UNIX dgram socket: a client may take answers from"
                            + " the service's own socket only, which all clients share",
                    "write wait, or seqpacket before it, which gives each client a connection");
            return false;
        }
        if (protocol.transport() == Transport.SCTP && type.get() == SocketType.SEQUENCED) {
            findings.error(
                    word,
                    "nowait is not possible with seqpacket over SCTP: one socket is for all"
                            + " clients, and none can be accepted",
                    "write wait, or stream before it, which has a connection for each");
            return false;
        }
        return true;
    }

    private Optional<Action> builtIn(
            Fields fields, Optional<ProtocolField> protocol, Optional<SocketType> type) {
        if (protocol.isEmpty() || type.isEmpty()) {
            return programFields.builtIn(fields, "tcp");
        }
        Protocol wanted = protocol.get().protocol();
        if (wanted.isRpc()) {
            return findings.error(
                    fields.program(),
                    "a built-in is not offered by RPC",
                    "write another protocol, or a program");
        }
        if (type.get() == SocketType.SEQUENCED && wanted != Protocol.UNIX) {
            return findings.error(
                    fields.program(),
                    "a built-in is offered on streams of SCTP only",
                    "write stream, or a program");
        }
        Optional<Action> action = programFields.builtIn(fields, wanted.database());
        return action.filter(each -> goesWith(each, type.get(), fields));
    }

    private boolean goesWith(Action action, SocketType type, Fields fields) {
        if (!(action instanceof Action.Internal internal) || internal.builtIn().goesWith(type)) {
            return true;
        }
        findings.error(
                fields.program(),
                type == SocketType.DATAGRAM
                        ? "this built-in is for streams only"
                        : "this built-in has no messages",
                "write stream");
        return false;
    }
}
