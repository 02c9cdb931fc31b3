package org.jinetd.plan;

import java.util.OptionalLong;

/** Numbers as configurations write them: decimal digits, no sign, no blank, no other script. */
final class Decimal {

    private Decimal() {}

    /** Returns the number; empty when it is none or greater than {@code max}. */
    static OptionalLong parse(String text, long max) {
        if (!isDigits(text)) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (value > (max - digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        return OptionalLong.of(value);
    }

    /** Returns whether a text is digits and nothing else, and at least one. */
    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
