package org.jinetd.builtin;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.ZoneId;
import org.jinetd.plan.BuiltIn;

/** Makes the built-in services. */
public final class Builtins {

    private static final int LONGEST_ANNOUNCEMENT = 64;

    private final ZoneId zone;

    /**
     * Takes the zone that daytime tells the time in.
     *
     * @param zone the host's, as a rule
     */
    public Builtins(ZoneId zone) {
        this.zone = requireNonNull(zone, "zone");
    }

    /**
     * Returns the conversation for a new connection.
     *
     * @param wallMillis the time of day, in milliseconds since 1970
     */
    public Conversation conversation(BuiltIn service, long wallMillis) {
        return switch (service) {
            case ECHO -> new Echo();
            case DISCARD -> new Discard();
            case CHARGEN -> new Chargen();
            case DAYTIME, TIME -> announcement(answer(service), wallMillis);
            case QOTD, TCPMUX, IDENT -> throw notServed(service);
        };
    }

    /** Returns the answer for the datagrams of one socket, to be used by one thread. */
    public Answer answer(BuiltIn service) {
        return switch (service) {
            case ECHO -> Builtins::echo;
            case DISCARD -> Builtins::discard;
            case CHARGEN -> new DatagramChargen();
            case DAYTIME -> new Daytime(zone);
            case TIME -> new Time();
            case QOTD, TCPMUX, IDENT -> throw notServed(service);
        };
    }

    /** No plan has them: the resolver refuses their lines. To answer as another would be worse. */
    private static IllegalArgumentException notServed(BuiltIn service) {
        return new IllegalArgumentException("not served by this version: " + service.word());
    }

    /** Both RFCs say the same over a stream as in a datagram. */
    private static Conversation announcement(Answer answer, long wallMillis) {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_ANNOUNCEMENT);
        answer.reply(ByteBuffer.allocate(0), text, wallMillis);
        return new Announcement(text);
    }

    private static boolean echo(ByteBuffer request, ByteBuffer response, long wallMillis) {
        response.clear();
        response.put(request).flip();
        return true;
    }

    private static boolean discard(ByteBuffer request, ByteBuffer response, long wallMillis) {
        return false;
    }
}
