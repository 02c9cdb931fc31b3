package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One logical line or definition of an {@code inetd.conf}, as written: syntax only, no idea of what
 * a port or a user is.
 */
public sealed interface Statement {

    /** Returns the place of the line's first word. */
    Position at();

    /** Hands this statement to the method that takes its kind. */
    void match(Cases cases);

    /** What to do with each kind of statement. */
    interface Cases {
        void entry(Entry line);

        void definition(Definition definition);

        void defaultHost(DefaultHost line);

        void include(Include line);

        void broken(Broken line);
    }

    /**
     * A line with all of the six fields that every inetd demands.
     *
     * @param service {@code [host:]name}, a port number or a path
     * @param type socket type
     * @param protocol protocol, with buffer sizes behind commas
     * @param mode {@code wait} or {@code nowait}, with limits behind it
     * @param user user, with a group behind it
     * @param program absolute path, or {@code internal}
     * @param arguments the argument vector from argv[0] on; empty when the line ends with the
     *     program
     */
    record Entry(
            Word service,
            Word type,
            Word protocol,
            Word mode,
            Word user,
            Word program,
            List<Word> arguments)
            implements Statement {

        public Entry {
            requireNonNull(service, "service");
            requireNonNull(type, "type");
            requireNonNull(protocol, "protocol");
            requireNonNull(mode, "mode");
            requireNonNull(user, "user");
            requireNonNull(program, "program");
            arguments = List.copyOf(arguments);
        }

        @Override
        public Position at() {
            return service.at();
        }

        @Override
        public void match(Cases cases) {
            cases.entry(this);
        }
    }

    /**
     * A service in NetBSD's form, {@code service on|off key = value, …;}.
     *
     * @param service {@code [host:]name}, a port number or a path
     * @param state {@code on} or {@code off}
     * @param settings in the order of the text; nothing is known about their keys
     */
    record Definition(Word service, Word state, List<Setting> settings) implements Statement {

        public Definition {
            requireNonNull(service, "service");
            requireNonNull(state, "state");
            settings = List.copyOf(settings);
        }

        /** Returns whether it is to be served. */
        public boolean isOn() {
            return state.text().equals("on");
        }

        @Override
        public Position at() {
            return service.at();
        }

        @Override
        public void match(Cases cases) {
            cases.definition(this);
        }
    }

    /**
     * A line that stands for other files. The default host goes on in them, and what they set ends
     * with each.
     *
     * @param pattern as written: a glob(7), relative to the file that it stands in
     * @param files the statements of each file that fits; none until somebody has read them
     */
    record Include(Word pattern, List<List<Statement>> files) implements Statement {

        public Include {
            requireNonNull(pattern, "pattern");
            files = files.stream().map(List::copyOf).toList();
        }

        @Override
        public Position at() {
            return pattern.at();
        }

        @Override
        public void match(Cases cases) {
            cases.include(this);
        }
    }

    /**
     * A line that holds {@code host:} and nothing else: the addresses of the lines after it, up to
     * the next such line or the end of the file.
     *
     * @param host the word without its last colon; {@code *} takes the default back
     */
    record DefaultHost(Word host) implements Statement {

        public DefaultHost {
            requireNonNull(host, "host");
        }

        @Override
        public Position at() {
            return host.at();
        }

        @Override
        public void match(Cases cases) {
            cases.defaultHost(this);
        }
    }

    /**
     * A line that is not understood; its problem has been reported. It is kept because a reload
     * must find the last good version of the service that the line stood for.
     *
     * @param words as many as could be read, at least one
     */
    record Broken(List<Word> words) implements Statement {

        public Broken {
            words = List.copyOf(words);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("a broken line has at least one word");
            }
        }

        @Override
        public Position at() {
            return words.get(0).at();
        }

        @Override
        public void match(Cases cases) {
            cases.broken(this);
        }
    }
}
