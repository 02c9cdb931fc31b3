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
 * @param limits what the line says of them
 * @param admission those that hold, counted for this service, not for {@code tcpmux}
 * @param settings what jinetd.ini says
 * @param at where the line stands
 */
public record MuxedService(
        String name,
        Greeting greeting,
        Action.Execute action,
        Limits limits,
        Admission admission,
        ServiceSettings settings,
        Position at)
        implements Served {

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
    public static final String HELP = "help";

    /** Characters; as much as FreeBSD reads. */
    public static final int LONGEST_NAME = 256;

    public MuxedService {
        requireNonNull(name, "name");
        requireNonNull(greeting, "greeting");
        requireNonNull(action, "action");
        requireNonNull(limits, "limits");
        requireNonNull(admission, "admission");
        requireNonNull(settings, "settings");
        requireNonNull(at, "at");
    }

    /** Makes a service of which jinetd.ini says nothing. */
    public MuxedService(
            String name, Greeting greeting, Action.Execute action, Limits limits, Position at) {
        this(name, greeting, action, limits, Admission.of(limits), ServiceSettings.NONE, at);
    }

    /** Returns {@code tcpmux/name}, which is how messages call it. */
    @Override
    public String label() {
        return PREFIX + name;
    }

    @Override
    public SocketType type() {
        return SocketType.STREAM;
    }

    /** Returns that nothing is asked for: its connections are those of tcpmux. */
    @Override
    public Buffers buffers() {
        return Buffers.KERNEL_CHOICE;
    }

    @Override
    public Mode mode() {
        return Mode.NOWAIT;
    }

    /** Returns whether it differs in its place at most. */
    boolean isServedAs(MuxedService other) {
        return name.equals(other.name)
                && greeting == other.greeting
                && action.equals(other.action)
                && limits.equals(other.limits)
                && admission.equals(other.admission)
                && settings.equals(other.settings);
    }

    /** Returns this service as jinetd.ini has it. */
    public MuxedService with(Admission holding, ServiceSettings said) {
        return new MuxedService(name, greeting, action, limits, holding, said, at);
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
