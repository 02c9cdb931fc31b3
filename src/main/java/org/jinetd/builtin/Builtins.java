package org.jinetd.builtin;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jinetd.plan.BuiltIn;

/** Makes the built-in services. Mutable; belongs to one thread. */
public final class Builtins {

    private static final int LONGEST_ANNOUNCEMENT = 64;

    private final ZoneId zone;
    private Quote quote = Quote.byDefault();

    /**
     * Takes the zone that daytime tells the time in.
     *
     * @param zone the host's, as a rule
     */
    public Builtins(ZoneId zone) {
        this.zone = requireNonNull(zone, "zone");
    }

    /** Replaces what qotd says, on sockets that are served already, too. */
    public void quote(Quote next) {
        this.quote = requireNonNull(next, "next");
    }

    /**
     * Returns the conversation for a new connection; tcpmux has none, since it answers no client
     * before another service is found ({@link Tcpmux}).
     *
     * @param wallMillis the time of day, in milliseconds since 1970
     */
    public Conversation conversation(BuiltIn service, long wallMillis) {
        return switch (service) {
            case ECHO -> new Echo();
            case DISCARD -> new Discard();
            case CHARGEN -> new Chargen();
            case DAYTIME, TIME -> announcement(answer(service), wallMillis);
            case QOTD -> quote.conversation();
            case IDENT -> new Ident();
            case TCPMUX -> throw hasNone(service);
        };
    }

    /** Returns a conversation that says a text and leaves in peace. */
    public static Conversation saying(String ascii) {
        return saying(StandardCharsets.US_ASCII.encode(ascii));
    }

    /**
     * Returns a conversation that says one text, whatever the client says, and leaves in peace.
     *
     * @param text from position to limit; it is copied
     */
    public static Conversation saying(ByteBuffer text) {
        return new Announcement(text);
    }

    /** Returns the answer for the datagrams of one socket, to be used by one thread. */
    public Answer answer(BuiltIn service) {
        return switch (service) {
            case ECHO -> Builtins::echo;
            case DISCARD -> Builtins::discard;
            case CHARGEN -> new DatagramChargen();
            case DAYTIME -> new Daytime(zone);
            case TIME -> new Time();
            case QOTD ->
                    (request, response, wallMillis) -> quote.reply(request, response, wallMillis);
            case TCPMUX, IDENT -> throw hasNone(service);
        };
    }

    /** No plan asks for it. To answer as another service would be worse. */
    private static IllegalArgumentException hasNone(BuiltIn service) {
        return new IllegalArgumentException("is not answered in this way: " + service.word());
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
