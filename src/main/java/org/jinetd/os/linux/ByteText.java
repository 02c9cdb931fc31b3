package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text that keeps every byte. Names, arguments and environments of Unix are bytes, mostly UTF-8 but
 * not always; a byte that is not part of valid UTF-8 becomes the lone surrogate U+DC80 to U+DCFF
 * and turns back into that very byte (the scheme of PEP 383). So what stands in a file reaches the
 * child unchanged, whatever the locale of the daemon.
 */
public final class ByteText {

    static final int MOST_BYTES_PER_CHAR = 3;

    private static final char ESCAPE = 0xdc00;

    private ByteText() {}

    /** Returns the text of these bytes. */
    public static String decode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            int length = sequenceLength(bytes, i);
            if (length == 0) {
                text.append((char) (ESCAPE + (bytes[i] & 0xff)));
                i++;
            } else {
                text.appendCodePoint(codePoint(bytes, i, length));
                i += length;
            }
        }
        return text.toString();
    }

    /** Returns the bytes of a text. */
    public static byte[] encode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * MOST_BYTES_PER_CHAR);
        return Arrays.copyOf(bytes.array(), encode(text, bytes, 0));
    }

    /** Writes the bytes of a text at an index of the buffer; returns the index after them. */
    static int encode(String text, ByteBuffer into, int index) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        if (isAscii(text, latin)) {
            into.put(index, latin);
            return index + latin.length;
        }
        return encodeAny(text, into, index);
    }

    /** Latin-1 has a question mark for what it lacks; a real one is as it was. */
    private static boolean isAscii(String text, byte[] latin) {
        for (int i = 0; i < latin.length; i++) {
            if (latin[i] < 0 || (latin[i] == '?' && text.charAt(i) != '?')) {
                return false;
            }
        }
        return true;
    }

    private static int encodeAny(String text, ByteBuffer into, int index) {
        int at = index;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                into.put(at++, (byte) c);
            } else if (c < 0x800) {
                into.put(at++, (byte) (0xc0 | c >> 6));
                into.put(at++, (byte) (0x80 | (c & 0x3f)));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                into.put(at++, (byte) (0xf0 | point >> 18));
                into.put(at++, (byte) (0x80 | (point >> 12 & 0x3f)));
                into.put(at++, (byte) (0x80 | (point >> 6 & 0x3f)));
                into.put(at++, (byte) (0x80 | (point & 0x3f)));
            } else if (c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff) {
                into.put(at++, (byte) (c - ESCAPE));
            } else {
                into.put(at++, (byte) (0xe0 | c >> 12));
                into.put(at++, (byte) (0x80 | (c >> 6 & 0x3f)));
                into.put(at++, (byte) (0x80 | (c & 0x3f)));
            }
        }
        return at;
    }

    /** Returns how many bytes make a valid character here; 0 when none do (RFC 3629, section 4). */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead > 0xf4 || at + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        if (length >= 3) {
            int point = codePoint(bytes, at, length);
            boolean overlong = point < (length == 3 ? 0x800 : 0x1_0000);
            boolean surrogate = point >= 0xd800 && point <= 0xdfff;
            return overlong || surrogate || point > 0x10_ffff ? 0 : length;
        }
        return length;
    }

    private static int codePoint(byte[] bytes, int at, int length) {
        int point = length == 1 ? bytes[at] : bytes[at] & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            point = point << 6 | (bytes[at + i] & 0x3f);
        }
        return point;
    }
}
