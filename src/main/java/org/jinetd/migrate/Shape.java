package org.jinetd.migrate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Suggestion;
import org.jinetd.config.Word;

/**
 * What kind of service it is, on which it depends what its attributes mean.
 *
 * @param types what the attribute for it says
 * @param flags the same
 * @param socket {@code stream}, {@code dgram} or {@code seqpacket}
 * @param transport {@code tcp}, {@code udp} or {@code sctp}
 * @param mode {@code wait} or {@code nowait}
 */
record Shape(Set<String> types, Set<String> flags, String socket, String transport, String mode) {

    private static final Set<String> TYPES =
            Set.of("RPC", "INTERNAL", "TCPMUX", "TCPMUXPLUS", "UNLISTED", "SPECIAL");
    private static final Set<String> FLAGS =
            Set.of(
                    "REUSE",
                    "INTERCEPT",
                    "NORETRY",
                    "IDONLY",
                    "NAMEINARGS",
                    "NODELAY",
                    "KEEPALIVE",
                    "NOLIBWRAP",
                    "SENSOR",
                    "IPv4",
                    "IPv6",
                    "LABELED");
    private static final Set<String> SOCKETS = Set.of("stream", "dgram", "seqpacket", "raw");
    private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp");

    Shape {
        types = Set.copyOf(types);
        flags = Set.copyOf(flags);
        requireNonNull(socket, "socket");
        requireNonNull(transport, "transport");
        requireNonNull(mode, "mode");
    }

    /** Returns the kind; empty when it cannot be told, which the sheet has been told. */
    static Optional<Shape> of(Attributes said, Sheet sheet) {
        Optional<Set<String>> types = words(said, Attribute.TYPE, TYPES, sheet);
        Optional<Set<String>> flags = words(said, Attribute.FLAGS, FLAGS, sheet);
        Optional<Word> socket = said.value(Attribute.SOCKET_TYPE);
        Optional<Word> protocol = said.value(Attribute.PROTOCOL);
        boolean good = types.isPresent() && flags.isPresent();
        good &= isIn(socket, SOCKETS, sheet) && isIn(protocol, TRANSPORTS, sheet);
        if (socket.isEmpty() && protocol.isEmpty()) {
            missing(Attribute.SOCKET_TYPE, sheet);
            good = false;
        }
        String transport = protocol.map(Word::text).orElse(is(socket, "dgram") ? "udp" : "tcp");
        String type = socket.map(Word::text).orElse(is(protocol, "udp") ? "dgram" : "stream");
        Optional<String> mode = mode(said, sheet);
        if (type.equals("raw")) {
            Position at = socket.map(Word::at).orElse(sheet.name().at());
            sheet.withhold(at, "jinetd offers no raw sockets");
            return Optional.empty();
        }
        return good && mode.isPresent()
                ? Optional.of(new Shape(types.get(), flags.get(), type, transport, mode.get()))
                : Optional.empty();
    }

    private static boolean is(Optional<Word> word, String text) {
        return word.filter(each -> each.text().equals(text)).isPresent();
    }

    private static Optional<String> mode(Attributes said, Sheet sheet) {
        Optional<Word> word = said.value(Attribute.WAIT);
        if (word.isEmpty()) {
            missing(Attribute.WAIT, sheet);
            return Optional.empty();
        }
        return isIn(word, Set.of("yes", "no"), sheet)
                ? Optional.of(is(word, "yes") ? "wait" : "nowait")
                : Optional.empty();
    }

    static void missing(Attribute attribute, Sheet sheet) {
        sheet.reject(
                sheet.name().at(),
                "the service " + Problem.quote(sheet.name().text()) + " has no " + attribute.word(),
                "write one");
    }

    /** Returns all values; empty when one is none of those that are known. */
    private static Optional<Set<String>> words(
            Attributes said, Attribute attribute, Set<String> known, Sheet sheet) {
        List<Word> words = said.values(attribute);
        boolean good = true;
        for (Word word : words) {
            good &= isIn(Optional.of(word), known, sheet);
        }
        return good
                ? Optional.of(Set.copyOf(words.stream().map(Word::text).distinct().toList()))
                : Optional.empty();
    }

    private static boolean isIn(Optional<Word> word, Set<String> known, Sheet sheet) {
        if (word.isEmpty() || known.contains(word.get().text())) {
            return true;
        }
        String permitted = String.join(", ", known.stream().sorted().toList());
        sheet.reject(
                word.get().at(),
                Problem.quote(word.get().text()) + " is none of " + permitted,
                Suggestion.nearest(word.get().text(), known)
                        .map(near -> "did you mean " + Problem.quote(near) + "?")
                        .orElse(""));
        return false;
    }

    /** Returns whether no program is started; a sensor has none, whatever it names. */
    boolean isInternal() {
        return types.contains("INTERNAL") || flags.contains("SENSOR");
    }

    boolean isRpc() {
        return types.contains("RPC");
    }

    boolean isUnlisted() {
        return types.contains("UNLISTED");
    }

    /** Returns whether it is reached through tcpmux. */
    boolean isMuxed() {
        return types.contains("TCPMUX") || types.contains("TCPMUXPLUS");
    }

    boolean hasFlag(String flag) {
        return flags.contains(flag);
    }

    boolean hasDatagrams() {
        return socket.equals("dgram");
    }

    /** Returns whether a program is lent the socket. */
    boolean isLent() {
        return mode.equals("wait") && !isInternal();
    }

    /** Returns whether jinetd answers datagrams one by one, without asking who sends them. */
    boolean answersDatagrams() {
        return isInternal() && hasDatagrams();
    }

    /** Returns whether it has a socket of its own that is TCP's. */
    boolean isTcp() {
        return transport.equals("tcp") && !isMuxed();
    }
}
