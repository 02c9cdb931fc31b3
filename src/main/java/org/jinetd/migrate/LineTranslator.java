package org.jinetd.migrate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Quotation;
import org.jinetd.config.Word;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Names;

/** Writes a service's line of inetd.conf, and the title of its section. */
final class LineTranslator {

    /** What no name of a service has that stands in services(5), rpc(5) or a request to tcpmux. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+*-]*");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%-]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Set<String> BUILT_IN =
            Set.of("echo", "discard", "chargen", "daytime", "time", "tcpmux");
    private static final int LARGEST_PORT = 0xffff;

    private final Names names;
    private final Attributes said;
    private final Shape shape;
    private final Sheet sheet;

    /**
     * @param said what the service and the defaults say
     */
    LineTranslator(Names names, Attributes said, Shape shape, Sheet sheet) {
        this.names = names;
        this.said = said;
        this.shape = shape;
        this.sheet = sheet;
    }

    /** Writes the line; what keeps it from being written, the sheet is told. */
    void write() {
        Optional<Piece> service = service();
        Optional<Piece> protocol = protocol();
        Optional<Piece> user = user();
        if (service.isEmpty() || protocol.isEmpty() || user.isEmpty() || !hasProgram()) {
            return;
        }
        sheet.addField(service.get());
        sheet.addField(new Piece("socket_type", shape.socket(), at(Attribute.SOCKET_TYPE)));
        sheet.addField(protocol.get());
        sheet.addField(new Piece("wait", shape.mode(), at(Attribute.WAIT)));
        sheet.addField(user.get());
        addProgram();
        String title = service.get().text();
        sheet.entitle(
                new Piece(
                        "service",
                        "service "
                                + (shape.isMuxed() ? title : title + "/" + protocol.get().text()),
                        sheet.name().at()));
    }

    private Position at(Attribute attribute) {
        return said.get(attribute).map(Attributes.Said::at).orElse(sheet.name().at());
    }

    private Optional<Piece> service() {
        Word name = sheet.name();
        boolean named = !shape.isUnlisted() || shape.isMuxed();
        if (named && !NAME.matcher(name.text()).matches()) {
            sheet.reject(name.at(), Problem.quote(name.text()) + " is no name of a service", "");
            return Optional.empty();
        }
        if (shape.isMuxed()) {
            String plus = shape.types().contains("TCPMUXPLUS") ? "+" : "";
            return Optional.of(new Piece("service", "tcpmux/" + plus + name.text(), name.at()));
        }
        Optional<String> host = host();
        Optional<Piece> service = shape.isRpc() ? program() : port();
        return host.isEmpty()
                ? Optional.empty()
                : service.map(
                        piece -> new Piece(piece.name(), host.get() + piece.text(), piece.at()));
    }

    /** Returns the port's name or number. */
    private Optional<Piece> port() {
        Word name = sheet.name();
        Optional<Word> port = said.value(Attribute.PORT);
        if (port.isEmpty()) {
            if (shape.isUnlisted()) {
                Shape.missing(Attribute.PORT, sheet);
                return Optional.empty();
            }
            return Optional.of(new Piece("service", name.text(), name.at()));
        }
        boolean number = NUMBER.matcher(port.get().text()).matches();
        long value = number ? Long.parseLong(port.get().text()) : 0;
        if (value < 1 || value > LARGEST_PORT) {
            sheet.reject(
                    port.get().at(),
                    Problem.quote(port.get().text()) + " is no port",
                    "write a number from 1 to 65535");
            return Optional.empty();
        }
        OptionalInt known =
                shape.isUnlisted()
                        ? OptionalInt.empty()
                        : names.port(name.text(), shape.transport());
        boolean same = known.isPresent() && known.getAsInt() == value;
        return Optional.of(
                new Piece(
                        same ? "service" : "port",
                        same ? name.text() : Long.toString(value),
                        port.get().at()));
    }

    private Optional<Piece> program() {
        Optional<Word> versions = said.value(Attribute.RPC_VERSION);
        Optional<Word> number = said.value(Attribute.RPC_NUMBER);
        if (versions.isEmpty()) {
            Shape.missing(Attribute.RPC_VERSION, sheet);
            return Optional.empty();
        }
        if (shape.isUnlisted() && number.isEmpty()) {
            Shape.missing(Attribute.RPC_NUMBER, sheet);
            return Optional.empty();
        }
        Word program = shape.isUnlisted() ? number.get() : sheet.name();
        return Optional.of(
                new Piece(
                        "rpc_version",
                        program.text() + "/" + versions.get().text(),
                        versions.get().at()));
    }

    /** Returns the host with a colon behind it; nothing where all addresses are meant. */
    private Optional<String> host() {
        Optional<Word> bind = said.value(Attribute.BIND);
        String host = bind.map(Word::text).orElse("");
        if (isEverywhere(host)) {
            return Optional.of("");
        }
        if (!HOST.matcher(host).matches()) {
            sheet.reject(at(Attribute.BIND), Problem.quote(host) + " is no address", "");
            return Optional.empty();
        }
        if (Ip.parse(host).isEmpty() && host.indexOf(':') < 0) {
            sheet.remark(
                    at(Attribute.BIND),
                    "bind " + host + ": if it has several addresses, xinetd takes one, jinetd all");
        }
        return Optional.of((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":");
    }

    private boolean isEverywhere(String host) {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    private Optional<Piece> protocol() {
        if (shape.isRpc() && shape.transport().equals("sctp")) {
            sheet.reject(at(Attribute.PROTOCOL), "RPC goes over tcp or udp", "write one of them");
            return Optional.empty();
        }
        String version = shape.isMuxed() ? "" : version();
        String rpc = shape.isRpc() ? "rpc/" : "";
        return Optional.of(
                new Piece("protocol", rpc + shape.transport() + version, at(Attribute.PROTOCOL)));
    }

    /** Returns the version of IP; an address that is bound has one of its own. */
    private String version() {
        String bind = said.value(Attribute.BIND).map(Word::text).orElse("");
        Optional<Ip.Family> family = Ip.parse(bind).map(Ip::family);
        boolean only6 = said.hasValue(Attribute.V6ONLY, "yes");
        if (family.filter(each -> each == Ip.Family.V4).isPresent()) {
            return "4";
        }
        if ((family.isPresent() && !bind.equals("::")) || bind.indexOf('%') >= 0) {
            return "6";
        }
        boolean ipv6 = shape.hasFlag("IPv6") || !shape.hasFlag("IPv4");
        return ipv6 ? only6 ? "6" : "" : "4";
    }

    /** Returns the user with the group; a number that is a user is the number of a group, too. */
    private Optional<Piece> user() {
        Optional<Word> user = said.value(Attribute.USER);
        if (user.isEmpty()) {
            if (shape.isInternal()) {
                return Optional.of(new Piece("user", "root", sheet.name().at()));
            }
            Shape.missing(Attribute.USER, sheet);
            return Optional.empty();
        }
        String name = user.get().text();
        String group =
                said.value(Attribute.GROUP)
                        .map(Word::text)
                        .orElse(NUMBER.matcher(name).matches() ? name : "");
        boolean odd = name.indexOf(':') >= 0 || name.indexOf('/') >= 0 || group.indexOf('/') >= 0;
        if (odd) {
            sheet.reject(user.get().at(), Problem.quote(name) + " is no user", "");
            return Optional.empty();
        }
        return Optional.of(
                new Piece(
                        "user",
                        Quotation.of(group.isEmpty() ? name : name + ":" + group),
                        user.get().at()));
    }

    private boolean hasProgram() {
        if (shape.isInternal()) {
            boolean known = BUILT_IN.contains(builtIn());
            if (!known) {
                sheet.withhold(
                        sheet.name().at(),
                        "jinetd has no built-in "
                                + Problem.quote(sheet.name().text())
                                + "; SIGUSR1 logs its state, jinetd --print prints its services");
            }
            return known;
        }
        if (said.has(Attribute.REDIRECT)) {
            return true;
        }
        Optional<Word> server = said.value(Attribute.SERVER);
        if (server.isEmpty()) {
            Shape.missing(Attribute.SERVER, sheet);
        } else if (!server.get().text().startsWith("/")) {
            sheet.reject(
                    server.get().at(),
                    Problem.quote(server.get().text()) + " is no absolute path",
                    "write the whole path");
            return false;
        } else if (shape.hasFlag("NAMEINARGS") && said.values(Attribute.SERVER_ARGS).isEmpty()) {
            Shape.missing(Attribute.SERVER_ARGS, sheet);
            return false;
        }
        return server.isPresent();
    }

    private String builtIn() {
        return shape.hasFlag("SENSOR") ? "discard" : sheet.name().text();
    }

    private void addProgram() {
        if (shape.isInternal()) {
            sheet.addField(new Piece("program", "internal", at(Attribute.TYPE)));
            sheet.addField(new Piece("program", builtIn(), sheet.name().at()));
        } else if (said.has(Attribute.REDIRECT)) {
            redirect(said.values(Attribute.REDIRECT));
        } else {
            Word server = said.value(Attribute.SERVER).orElseThrow();
            addWord(server);
            if (!shape.hasFlag("NAMEINARGS")) {
                String path = server.text();
                String base = path.substring(path.lastIndexOf('/') + 1);
                sheet.addField(new Piece("server", Quotation.of(base), server.at()));
            }
            said.values(Attribute.SERVER_ARGS).forEach(this::addWord);
        }
    }

    private void addWord(Word word) {
        sheet.addField(new Piece("server", Quotation.of(word.text()), word.at()));
    }

    /** A program can pass a connection on; whether it is installed is for the operator to know. */
    private void redirect(List<Word> target) {
        Position at = at(Attribute.REDIRECT);
        String host = target.get(0).text();
        String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        sheet.withhold(
                at,
                "jinetd passes no connections on, as redirect does; the line does it with socat(1)");
        sheet.addField(new Piece("redirect", "/usr/bin/socat", at));
        sheet.addField(new Piece("redirect", "socat", at));
        sheet.addField(new Piece("redirect", "-", at));
        sheet.addField(
                new Piece(
                        "redirect",
                        Quotation.of("TCP:" + address + ":" + target.get(1).text()),
                        at));
    }
}
