package org.jinetd;

import java.util.Arrays;
import java.util.Optional;

/** The options of the command line: the parser, the help and the manual page are made of these. */
enum Option {
    DEBUG('d', "debug", "", "say on standard error all that happens"),
    INHERIT('i', "inherit", "", "accepted for compatibility: jinetd never leaves the foreground"),
    FOREGROUND('f', "foreground", "", "accepted for compatibility, as -i"),
    KEEP_ENVIRONMENT(
            'E', "keep-environment", "", "pass the whole environment on to services, unlaundered"),
    LOG_CONNECTIONS('l', "log-connections", "", "log the start and the end of each connection"),
    PID_FILE('p', "pid-file", "FILE", "write the process number there (root: /run/inetd.pid)"),
    BACKLOG('q', "backlog", "N", "connections that may wait at a port (the kernel's maximum)"),
    RATE('R', "rate", "N", "starts per minute and service (256; 0: no limit)"),
    ADDRESS('a', "address", "ADDR", "address of services whose line names none (all)"),
    INSTANCES('c', "instances", "N", "children of one service at a time (0: no limit)"),
    INSTANCES_PER_SOURCE(
            's', "instances-per-source", "N", "the same, for one client address (0: no limit)"),
    RATE_PER_SOURCE(
            'C',
            "rate-per-source",
            "N",
            "connections per minute, service and client address (0: no limit)"),
    QUOTE_FILE('\0', "quote-file", "FILE", "what the built-in qotd says (/etc/jinetd/qotd)"),
    WRAP_EXTERNAL(
            'w', "wrap-external", "", "ask hosts.allow and hosts.deny about clients of programs"),
    WRAP_INTERNAL('W', "wrap-internal", "", "the same about clients of built-in stream services"),
    HOSTS_DIRECTORY('\0', "hosts-directory", "DIR", "where hosts.allow and hosts.deny are (/etc)"),
    SETTINGS(
            '\0',
            "settings",
            "FILE",
            "access, limits and the like (/etc/jinetd/jinetd.ini, and conf.d/*.ini beside it)"),
    CHECK('\0', "check", "", "report every problem of the configuration; exit 0 or 78"),
    PRINT('\0', "print", "", "print the configuration in one form, with all defaults written out"),
    EXPLAIN('\0', "explain", "SERVICE", "print the system calls that start this service's program"),
    MATCH(
            '\0',
            "match",
            "SERVICE",
            "print whether this service takes the client at the address that follows,"
                    + " at the time that may follow (mon 08:30), and the rule that decides"),
    IMPORT_XINETD(
            '\0',
            "import-xinetd",
            "",
            "write xinetd's services as jinetd's, those of the files or /etc/xinetd.conf"),
    OUTPUT('\0', "output", "DIR", "where --import-xinetd writes (standard output)"),
    VERSION('\0', "version", "", "print the version"),
    HELP('h', "help", "", "print this");

    private final char letter;
    private final String word;
    private final String argument;
    private final String text;

    Option(char letter, String word, String argument, String text) {
        this.letter = letter;
        this.word = word;
        this.argument = argument;
        this.text = text;
    }

    static Optional<Option> ofLetter(char letter) {
        return Arrays.stream(values())
                .filter(o -> o.letter == letter && letter != '\0')
                .findFirst();
    }

    static Optional<Option> ofWord(String word) {
        return Arrays.stream(values()).filter(option -> option.word.equals(word)).findFirst();
    }

    boolean takesArgument() {
        return !argument.isEmpty();
    }

    String word() {
        return word;
    }

    /** Returns how it is written: {@code -q N, --backlog=N}. */
    String synopsis() {
        String shortForm = letter == '\0' ? "    " : "-" + letter + ", ";
        return shortForm + "--" + word + (takesArgument() ? "=" + argument : "");
    }

    String text() {
        return text;
    }
}
