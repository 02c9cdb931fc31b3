package org.jinetd;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jinetd.config.Suggestion;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.StatedLimits;

/**
 * The command line, understood.
 *
 * @param given each option with its last argument; empty for those without one
 * @param files the configuration files and directories; empty for the usual ones
 * @param question what {@code --match} asks; empty without it
 */
record Options(Map<Option, String> given, List<Path> files, Optional<MatchQuestion> question) {

    private static final int LARGEST = 1_000_000;

    Options {
        given = Map.copyOf(given);
        files = List.copyOf(files);
    }

    /** What is wrong with a command line; says what to write instead. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** Reads a command line in the manner of getopt_long(3). */
    static Options parse(List<String> arguments) throws UsageException {
        Map<Option, String> given = new EnumMap<>(Option.class);
        List<String> words = new ArrayList<>();
        boolean onlyFiles = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            Optional<String> next =
                    i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
            if (onlyFiles || argument.equals("-") || !argument.startsWith("-")) {
                words.add(argument);
            } else if (argument.equals("--")) {
                onlyFiles = true;
            } else if (argument.startsWith("--")) {
                i += parseWord(argument.substring(2), next, given);
            } else {
                i += parseLetters(argument, next, given);
            }
        }
        Optional<MatchQuestion> question =
                given.containsKey(Option.MATCH)
                        ? Optional.of(MatchQuestion.take(given.get(Option.MATCH), words))
                        : Optional.empty();
        List<Path> files = new ArrayList<>();
        for (String word : words) {
            files.add(path(word));
        }
        Options options = new Options(given, files, question);
        options.check();
        return options;
    }

    private static Path path(String text) throws UsageException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(
                    "'"
                            + text
                            + "' cannot be the name of a file in this locale"
                            + " — set LC_ALL=C.UTF-8, or name it otherwise");
        }
    }

    /** Returns how many of the following arguments were used up. */
    private static int parseWord(String text, Optional<String> next, Map<Option, String> given)
            throws UsageException {
        int equals = text.indexOf('=');
        String word = equals < 0 ? text : text.substring(0, equals);
        Option option = Option.ofWord(word).orElse(null);
        if (option == null) {
            List<String> words = new ArrayList<>();
            for (Option known : Option.values()) {
                words.add(known.word());
            }
            String hint =
                    Suggestion.nearest(word, words)
                            .map(near -> "did you mean --" + near + "?")
                            .orElse("--help lists them all");
            throw new UsageException("unknown option --" + word + " — " + hint);
        }
        if (!option.takesArgument()) {
            if (equals >= 0) {
                throw new UsageException("--" + word + " takes no argument");
            }
            given.put(option, "");
            return 0;
        }
        if (equals >= 0) {
            given.put(option, text.substring(equals + 1));
            return 0;
        }
        given.put(option, next.orElseThrow(() -> needsArgument(option)));
        return 1;
    }

    /** Returns how many of the following arguments were used up. */
    private static int parseLetters(String text, Optional<String> next, Map<Option, String> given)
            throws UsageException {
        for (int i = 1; i < text.length(); i++) {
            char letter = text.charAt(i);
            Option option =
                    Option.ofLetter(letter)
                            .orElseThrow(
                                    () ->
                                            new UsageException(
                                                    "unknown option -"
                                                            + letter
                                                            + " — --help lists them all"));
            if (!option.takesArgument()) {
                given.put(option, "");
            } else if (i + 1 < text.length()) {
                given.put(option, text.substring(i + 1));
                return 0;
            } else {
                given.put(option, next.orElseThrow(() -> needsArgument(option)));
                return 1;
            }
        }
        return 0;
    }

    private static UsageException needsArgument(Option option) {
        return new UsageException("an argument is missing — write " + option.synopsis().strip());
    }

    private void check() throws UsageException {
        for (Option option :
                List.of(
                        Option.BACKLOG,
                        Option.RATE,
                        Option.INSTANCES,
                        Option.INSTANCES_PER_SOURCE,
                        Option.RATE_PER_SOURCE)) {
            if (has(option)) {
                checkNumber(option);
            }
        }
        for (Option option : Option.values()) {
            // As from a variable that is not set; an empty address would mean all of them.
            if (option.takesArgument() && argument(option).filter(String::isEmpty).isPresent()) {
                throw new UsageException(
                        "an argument is empty — write " + option.synopsis().strip());
            }
        }
        for (Option option :
                List.of(Option.PID_FILE, Option.SETTINGS, Option.OUTPUT, Option.HOSTS_DIRECTORY)) {
            if (has(option)) {
                path(given.get(option));
            }
        }
        if (number(Option.BACKLOG, 1) == 0) {
            throw new UsageException("a backlog of 0 lets nobody in — give 1 or more");
        }
    }

    private void checkNumber(Option option) throws UsageException {
        String text = given.get(option);
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 7
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || Integer.parseInt(text) > LARGEST) {
            throw new UsageException(
                    "'"
                            + text
                            + "' is no number from 0 to "
                            + LARGEST
                            + " — write "
                            + option.synopsis().strip());
        }
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    /** Returns the option's argument. */
    Optional<String> argument(Option option) {
        return Optional.ofNullable(given.get(option));
    }

    int number(Option option, int otherwise) {
        return argument(option).map(Integer::parseInt).orElse(otherwise);
    }

    private OptionalInt number(Option option) {
        return argument(option).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** Returns the file that takes the place of jinetd.ini. */
    Optional<Path> settings() {
        return argument(Option.SETTINGS).map(Path::of);
    }

    /** Returns what holds for lines that do not say otherwise. */
    Defaults defaults() {
        StatedLimits given =
                new StatedLimits(
                        number(Option.RATE),
                        number(Option.INSTANCES),
                        number(Option.INSTANCES_PER_SOURCE),
                        number(Option.RATE_PER_SOURCE));
        Set<Defaults.Wrapped> wrapped = EnumSet.noneOf(Defaults.Wrapped.class);
        if (has(Option.WRAP_EXTERNAL)) {
            wrapped.add(Defaults.Wrapped.EXTERNAL);
        }
        if (has(Option.WRAP_INTERNAL)) {
            wrapped.add(Defaults.Wrapped.INTERNAL);
        }
        return new Defaults(
                given, argument(Option.ADDRESS).orElse(Defaults.ALL_ADDRESSES), wrapped);
    }

    /** Returns where hosts.allow and hosts.deny are. */
    Path hostsDirectory() {
        return Path.of(argument(Option.HOSTS_DIRECTORY).orElse("/etc"));
    }

    /** Returns the help, ready to print. */
    static String help() {
        StringBuilder help =
                new StringBuilder(
                        """
                        Usage: jinetd [options] [CONF-FILE | CONF-DIR]...

                        The internet super-server. Without files it reads /etc/inetd.conf and
                        /etc/inetd.d/*.conf.

                        """);
        for (Option option : Option.values()) {
            help.append(
                    String.format(Locale.ROOT, "  %-34s %s%n", option.synopsis(), option.text()));
        }
        help.append(
                """

                Signals: HUP reads the configuration again, TERM and INT stop, USR1 logs the state.
                Exit status:\
                """);
        for (ExitCode code : ExitCode.values()) {
            help.append(String.format(Locale.ROOT, "%n  %2d  %s", code.number(), code.meaning()));
        }
        return help.append(System.lineSeparator()).toString();
    }
}
