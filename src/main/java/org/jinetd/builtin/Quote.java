package org.jinetd.builtin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** RFC 865: a quote of the day, the same over a stream as in a datagram. */
public final class Quote implements Answer {

    /** RFC 865: "It should be limited to less than 512 characters". */
    static final int LONGEST = 511;

    private static final String WITHOUT_FILE =
            "A service should do one thing, and be there when it is called.\r\n";

    private final byte[] text;

    private Quote(byte[] text) {
        this.text = text;
    }

    /** Returns the quote where no file is given. */
    public static Quote byDefault() {
        return new Quote(WITHOUT_FILE.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns the quote in a file: as much of it as may be said, and no half character at its end.
     *
     * @param file its bytes, UTF-8 as a rule; none is the default quote
     */
    public static Quote of(ByteBuffer file) {
        int length = Math.min(file.remaining(), LONGEST);
        if (length == 0) {
            return byDefault();
        }
        int start = file.position();
        int end = length;
        while (end > 0 && end < file.remaining() && isInsideCharacter(file.get(start + end))) {
            end--;
        }
        byte[] text = new byte[end == 0 ? length : end];
        file.duplicate().get(text);
        return new Quote(text);
    }

    /** Bytes 10xxxxxx continue a character (RFC 3629, 3). */
    private static boolean isInsideCharacter(byte next) {
        return (next & 0xc0) == 0x80;
    }

    /** Returns the conversation for a new connection. */
    public Conversation conversation() {
        return new Announcement(ByteBuffer.wrap(text));
    }

    @Override
    public boolean reply(ByteBuffer request, ByteBuffer response, long wallMillis) {
        response.clear();
        response.put(text).flip();
        return true;
    }
}
