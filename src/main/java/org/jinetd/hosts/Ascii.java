package org.jinetd.hosts;

/** Comparison of texts without regard to case, in ASCII alone: no other letter becomes another. */
final class Ascii {

    private Ascii() {}

    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }

    static boolean same(String a, String b) {
        return lower(a).equals(lower(b));
    }

    /** Returns whether these are one or more digits, and nothing else. */
    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
