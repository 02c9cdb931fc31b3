package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import org.jinetd.config.Position;

/**
 * A service without a port of its own: a client asks the service {@code tcpmux} for it (RFC 1078).
 *
 * @param name what a client asks for, as written; case does not count
 * @param greeting who confirms to the client that the service is there
 * @param action the program that gets the connection
 * @param limits counted for this service, not for {@code tcpmux}
 * @param at where the line stands
 */
public record MuxedService(
        String name, Greeting greeting, Action.Execute action, Limits limits, Position at) {

    /** Who sends the line that starts with {@code +}. */
    public enum Greeting {
        /** The daemon, before the program starts; the line says {@code tcpmux/+name}. */
        BY_DAEMON,
        /** The program; the line says {@code tcpmux/name}. */
        BY_PROGRAM
    }

    /** What the first word of such a line starts with. */
    static final String PREFIX = "tcpmux/";

    /** Asks for the list of services, and so is none (RFC 1078). */
    static final String HELP = "help";

    static final int LONGEST_NAME = 256;

    public MuxedService {
        requireNonNull(name, "name");
        requireNonNull(greeting, "greeting");
        requireNonNull(action, "action");
        requireNonNull(limits, "limits");
        requireNonNull(at, "at");
    }

    /** Returns the form under which names are compared. */
    public String key() {
        return key(name);
    }

    /** Returns the form under which a name that a client sent is compared. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns the key of the service that the first word of a line means, if it means any. */
    static Optional<String> writtenKey(String word) {
        if (!word.startsWith(PREFIX)) {
            return Optional.empty();
        }
        boolean plus = word.startsWith("+", PREFIX.length());
        return Optional.of(key(word.substring(PREFIX.length() + (plus ? 1 : 0))));
    }
}
