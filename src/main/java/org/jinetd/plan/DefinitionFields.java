package org.jinetd.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jinetd.config.Setting;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;

/** The fields of a definition, NetBSD's form, with the names that they have there. */
final class DefinitionFields implements Fields {

    /** What can be set. */
    private enum Key {
        BIND,
        SOCKTYPE,
        ACCEPTFILTER,
        PROTOCOL,
        SNDBUF,
        RECVBUF,
        WAIT,
        SERVICE_MAX,
        IP_MAX,
        ACCEPT_MAX,
        USER,
        GROUP,
        EXEC,
        ARGS,
        /** Policies are reported with the syntax, where there are others. */
        IPSEC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Key> named(String word) {
            return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
        }

        static List<String> words() {
            return Arrays.stream(values()).map(Key::word).toList();
        }
    }

    private static final Set<Key> WITH_SEVERAL_VALUES =
            Set.of(Key.ARGS, Key.ACCEPTFILTER, Key.IPSEC);

    private final Statement.Definition definition;
    private final UserField users;
    private final Findings findings;
    private final Map<Key, Setting> settings = new EnumMap<>(Key.class);
    private final Set<Key> wrong = EnumSet.noneOf(Key.class);
    private boolean sound = true;

    /** Finds each key; what is wrong with one is reported. */
    DefinitionFields(Statement.Definition definition, UserField users, Findings findings) {
        this.definition = definition;
        this.users = users;
        this.findings = findings;
        definition.settings().forEach(this::add);
        if (has(Key.ACCEPTFILTER)) {
            findings.noteAcceptFilter(settings.get(Key.ACCEPTFILTER).key());
        }
    }

    private void add(Setting setting) {
        Optional<Key> key = Key.named(setting.key().text());
        if (key.isEmpty()) {
            sound = false;
            findings.error(
                    setting.key(),
                    "unknown key "
                            + Findings.quote(setting.key())
                            + "; permitted: "
                            + String.join(", ", Key.words()),
                    findings.didYouMean(setting.key(), Key.words()));
        } else if (settings.putIfAbsent(key.get(), setting) != null) {
            sound = false;
            findings.error(setting.key(), key.get().word() + " is there twice", "delete one");
        } else {
            checkCount(key.get(), setting);
        }
    }

    private void checkCount(Key key, Setting setting) {
        int count = setting.values().size();
        if (count == 0 || (count > 1 && !WITH_SEVERAL_VALUES.contains(key))) {
            sound = false;
            wrong.add(key);
            findings.error(
                    count == 0 ? setting.key() : setting.values().get(1),
                    key.word() + (count == 0 ? " has no value" : " takes one value"),
                    count == 0 ? "" : "write a ',' before the next key");
        }
    }

    private boolean has(Key key) {
        return settings.containsKey(key);
    }

    /** Returns the value of a key that is there and has one. */
    private Optional<Word> value(Key key) {
        return has(key) && !wrong.contains(key)
                ? Optional.of(settings.get(key).values().get(0))
                : Optional.empty();
    }

    private <T> Optional<T> missing(Key key, String remedy) {
        return has(key)
                ? Optional.empty()
                : findings.error(service(), "the key " + key.word() + " is missing", remedy);
    }

    @Override
    public Word service() {
        return definition.service();
    }

    @Override
    public Optional<Word> bind() {
        return value(Key.BIND);
    }

    @Override
    public Optional<SocketType> type() {
        if (!has(Key.SOCKTYPE)) {
            Optional<Protocol> protocol =
                    value(Key.PROTOCOL).flatMap(word -> Protocol.named(word.text()));
            return protocol.isEmpty() || protocol.get().impliedType().isPresent()
                    ? protocol.flatMap(Protocol::impliedType)
                    : missing(Key.SOCKTYPE, "write socktype = stream");
        }
        return value(Key.SOCKTYPE).flatMap(word -> TypeField.read(word, findings));
    }

    @Override
    public Optional<ProtocolField> protocol() {
        Optional<Word> word =
                value(Key.PROTOCOL)
                        .or(() -> missing(Key.PROTOCOL, "write protocol = tcp or another"));
        Optional<Protocol> protocol =
                word.flatMap(found -> ProtocolField.protocol(found, findings));
        Optional<Integer> send = size(Key.SNDBUF);
        Optional<Integer> receive = size(Key.RECVBUF);
        return protocol.isPresent() && send.isPresent() && receive.isPresent()
                ? Optional.of(
                        new ProtocolField(
                                word.get(), protocol.get(), new Buffers(send.get(), receive.get())))
                : Optional.empty();
    }

    private Optional<Integer> size(Key key) {
        return has(key)
                ? value(key).flatMap(word -> ProtocolField.size(word, findings))
                : Optional.of(0);
    }

    @Override
    public Optional<ModeField> mode() {
        Optional<Mode> mode = waiting();
        Optional<OptionalInt> starts = number(Key.SERVICE_MAX);
        Optional<OptionalInt> instances = number(Key.ACCEPT_MAX);
        Optional<OptionalInt> perSource = number(Key.IP_MAX);
        if (mode.isEmpty() || starts.isEmpty() || instances.isEmpty() || perSource.isEmpty()) {
            return Optional.empty();
        }
        StatedLimits limits =
                new StatedLimits(
                        starts.get(), instances.get(), OptionalInt.empty(), perSource.get());
        return Optional.of(new ModeField(mode.get(), limits));
    }

    private Optional<Mode> waiting() {
        if (!has(Key.WAIT)) {
            return ProgramFields.isInternal(this)
                    ? Optional.of(Mode.NOWAIT)
                    : missing(Key.WAIT, "write wait = yes or wait = no");
        }
        return value(Key.WAIT)
                .flatMap(
                        word ->
                                switch (word.text()) {
                                    case "yes" -> Optional.of(Mode.WAIT);
                                    case "no" -> Optional.of(Mode.NOWAIT);
                                    default ->
                                            findings.error(
                                                    word,
                                                    Findings.quote(word) + " is neither yes nor no",
                                                    "");
                                });
    }

    private Optional<OptionalInt> number(Key key) {
        return has(key)
                ? value(key).flatMap(word -> ModeField.number(word, findings)).map(OptionalInt::of)
                : Optional.of(OptionalInt.empty());
    }

    @Override
    public Word modeWord() {
        return value(Key.WAIT).orElse(service());
    }

    @Override
    public Optional<Identity> identity() {
        Optional<Word> user = value(Key.USER);
        if (user.isEmpty()) {
            return missing(Key.USER, "write user = NAME");
        }
        return has(Key.GROUP)
                ? value(Key.GROUP).flatMap(group -> users.read(user.get(), group))
                : users.read(user.get());
    }

    /** Returns {@code internal} when there is none. */
    @Override
    public Word program() {
        return value(Key.EXEC)
                .orElseGet(
                        () ->
                                new Word(
                                        has(Key.EXEC) ? "" : ProgramFields.INTERNAL,
                                        service().at()));
    }

    @Override
    public List<Word> arguments() {
        return has(Key.ARGS) ? settings.get(Key.ARGS).values() : List.of();
    }

    @Override
    public boolean isSound() {
        return sound;
    }

    @Override
    public Rejected rejected() {
        Word none = new Word("", service().at());
        return EntryFields.rejected(
                service(), value(Key.SOCKTYPE).orElse(none), value(Key.PROTOCOL).orElse(none));
    }
}
