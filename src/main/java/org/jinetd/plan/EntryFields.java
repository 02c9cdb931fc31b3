package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;

/**
 * The fields of a line of the classic form. NetBSD's additions to the type, {@code
 * type[,instances][:accept-filter]}, are among them.
 */
record EntryFields(Statement.Entry entry, UserField users, Findings findings) implements Fields {

    @Override
    public Word service() {
        return entry.service();
    }

    @Override
    public Optional<Word> bind() {
        return Optional.empty();
    }

    @Override
    public Optional<SocketType> type() {
        Word word = entry.type();
        int colon = word.text().indexOf(':');
        if (colon >= 0) {
            findings.noteAcceptFilter(word.from(colon));
        }
        return TypeField.read(typeName(word), findings);
    }

    /** Returns the type without what may stand behind it. */
    private static Word typeName(Word word) {
        return word.part(0, Math.min(end(word, ','), end(word, ':')));
    }

    private static int end(Word word, char mark) {
        int index = word.text().indexOf(mark);
        return index < 0 ? word.text().length() : index;
    }

    @Override
    public Optional<ProtocolField> protocol() {
        return ProtocolField.read(entry.protocol(), findings);
    }

    @Override
    public Optional<ModeField> mode() {
        Optional<ModeField> mode = ModeField.read(entry.mode(), findings);
        int comma = end(entry.type(), ',');
        int colon = end(entry.type(), ':');
        if (comma >= colon) {
            return mode;
        }
        Optional<Integer> most = ModeField.number(entry.type().part(comma + 1, colon), findings);
        return mode.isPresent() && most.isPresent()
                ? Optional.of(mode.get().withInstances(most.get()))
                : Optional.empty();
    }

    @Override
    public Word modeWord() {
        return entry.mode();
    }

    @Override
    public Optional<Identity> identity() {
        return users.read(entry.user());
    }

    @Override
    public Word program() {
        return entry.program();
    }

    @Override
    public List<Word> arguments() {
        return entry.arguments();
    }

    @Override
    public boolean isSound() {
        return true;
    }

    @Override
    public Rejected rejected() {
        return rejected(entry.service(), entry.type(), entry.protocol());
    }

    /** Tells what is known; of a type and a protocol that do not go together both may be wrong. */
    static Rejected rejected(Word service, Word typeWord, Word protocolWord) {
        Optional<SocketType> type = TypeField.named(typeName(typeWord).text());
        Optional<Protocol> protocol = Protocol.named(ProtocolField.name(protocolWord).text());
        boolean known = type.isEmpty() || protocol.isEmpty() || protocol.get().carries(type.get());
        return new Rejected(
                service.text(),
                type.filter(t -> known).map(SocketType::word).orElse(""),
                protocol.filter(p -> known).map(Protocol::word).orElse(""),
                service.at());
    }
}
