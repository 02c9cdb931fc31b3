package org.jinetd.builtin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jinetd.plan.MuxedService;

/**
 * RFC 1078: hears from one client of tcpmux which service it wants. It is told byte by byte,
 * because what follows the line is the service's and must stay in the socket.
 */
public final class Tcpmux {

    /** How long a client may take for its line. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    /** Said before the program of a service that leaves it to the daemon. */
    public static final String GO = "+Go\r\n";

    /** Said to whoever asks for something that cannot be had. */
    public static final String NOT_AVAILABLE = "-Service not available\r\n";

    /** Said to whoever asks for something that is no name. */
    public static final String UNREADABLE = "-Error reading service name\r\n";

    /** What a line comes to. */
    public sealed interface Question {
        /** Which services are there? */
        record Help() implements Question {}

        /** The line is longer than any name. */
        record Unreadable() implements Question {}

        /**
         * A service is asked for.
         *
         * @param key as {@link MuxedService#key(String)} makes it
         */
        record Named(String key) implements Question {
            public Named {
                requireNonNull(key, "key");
            }
        }
    }

    private final StringBuilder line = new StringBuilder();

    /** Takes one byte; returns the question when it ends the line, or the line is no name. */
    public Optional<Question> hear(byte next) {
        if (next == '\n') {
            return Optional.of(question(MuxedService.key(withoutReturn())));
        }
        line.append((char) (next & 0xff));
        int longest = MuxedService.LONGEST_NAME + (next == '\r' ? 1 : 0);
        return line.length() > longest ? Optional.of(new Question.Unreadable()) : Optional.empty();
    }

    private String withoutReturn() {
        int last = line.length() - 1;
        boolean returned = last >= 0 && line.charAt(last) == '\r';
        return line.substring(0, returned ? last : last + 1);
    }

    private static Question question(String key) {
        return key.equals(MuxedService.HELP) ? new Question.Help() : new Question.Named(key);
    }

    /** Returns the answer to {@link Question.Help}: a line for each name. */
    public static String help(Collection<MuxedService> services) {
        StringBuilder names = new StringBuilder();
        services.forEach(service -> names.append(service.name()).append("\r\n"));
        return names.toString();
    }
}
