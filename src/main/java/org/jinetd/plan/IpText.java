package org.jinetd.plan;

import java.util.Optional;

/** The texts of addresses: RFC 4291 section 2.2 in, RFC 5952 out. */
final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    static Optional<Ip> parse(String text) {
        if (text.indexOf(':') >= 0) {
            return parseV6(text);
        }
        long quad = parseQuad(text);
        return quad < 0 ? Optional.empty() : Optional.of(Ip.v4((int) quad));
    }

    static String format(Ip ip) {
        return ip.family() == Ip.Family.V4 ? formatQuad((int) ip.low()) : formatV6(ip);
    }

    /** Returns the four bytes as a number, or -1. */
    private static long parseQuad(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long bits = 0;
        for (String part : parts) {
            boolean octalLooking = part.length() > 1 && part.charAt(0) == '0';
            if (part.isEmpty() || part.length() > 3 || octalLooking) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < part.length(); i++) {
                int digit = part.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                value = value * 10 + digit;
            }
            if (value > 255) {
                return -1;
            }
            bits = bits << 8 | value;
        }
        return bits;
    }

    private static Optional<Ip> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<int[]> before = parseGroups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<int[]> after = parseGroups(gap < 0 ? "" : text.substring(gap + 2), true);
        return before.flatMap(head -> after.flatMap(tail -> join(head, tail, gap >= 0)));
    }

    private static Optional<Ip> join(int[] head, int[] tail, boolean gap) {
        int count = head.length + tail.length;
        if (gap ? count >= GROUPS : count != GROUPS) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            int fromEnd = i - (GROUPS - tail.length);
            int group = i < head.length ? head[i] : fromEnd >= 0 ? tail[fromEnd] : 0;
            high = high << 16 | low >>> 48;
            low = low << 16 | group;
        }
        return Optional.of(Ip.v6(high, low, 0));
    }

    /** Returns the groups of 16 bits in a text without a double colon. */
    private static Optional<int[]> parseGroups(String text, boolean quadMayEndIt) {
        if (text.isEmpty()) {
            return Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        boolean quad = quadMayEndIt && last.indexOf('.') >= 0;
        int[] groups = new int[parts.length + (quad ? 1 : 0)];
        for (int i = 0; i < parts.length - (quad ? 1 : 0); i++) {
            if (parts[i].isEmpty() || parts[i].length() > 4) {
                return Optional.empty();
            }
            for (int k = 0; k < parts[i].length(); k++) {
                int digit = Character.digit(parts[i].charAt(k), 16);
                if (digit < 0 || parts[i].charAt(k) > 'f') {
                    return Optional.empty();
                }
                groups[i] = groups[i] << 4 | digit;
            }
        }
        if (quad) {
            long bits = parseQuad(last);
            if (bits < 0) {
                return Optional.empty();
            }
            groups[groups.length - 2] = (int) (bits >>> 16);
            groups[groups.length - 1] = (int) (bits & 0xffff);
        }
        return Optional.of(groups);
    }

    private static String formatQuad(int bits) {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 0xff)
                + "."
                + (bits >>> 8 & 0xff)
                + "."
                + (bits & 0xff);
    }

    private static String formatV6(Ip ip) {
        if (ip.isMapped()) {
            return "::ffff:" + formatQuad((int) ip.low());
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            long half = i < 4 ? ip.high() : ip.low();
            groups[i] = (int) ((half >>> (16 * (3 - i % 4))) & 0xffff);
        }
        int gap = -1;
        int gapLength = 1; // RFC 5952, 4.2.2: a single zero group is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > gapLength) {
                gap = i;
                gapLength = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
