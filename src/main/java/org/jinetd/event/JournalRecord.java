package org.jinetd.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One message of the journal's native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL). */
public final class JournalRecord {

    private static final int LONGEST_NAME = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /**
     * Adds a field. One whose name the journal would not take is left out: others than A–Z, 0–9 and
     * _, not after a letter, or longer than 64.
     */
    public JournalRecord with(String name, String value) {
        if (!isName(name)) {
            return this;
        }
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (value.indexOf('\n') < 0) {
            bytes.write('=');
        } else {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.write('\n');
            bytes.writeBytes(length.putLong(content.length).array());
        }
        bytes.writeBytes(content);
        bytes.write('\n');
        return this;
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_');
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Returns all fields as they are sent. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
