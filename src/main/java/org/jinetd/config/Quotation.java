package org.jinetd.config;

/** A word as it is written in a configuration, so that it reads back as the same. */
public final class Quotation {

    private static final String SPECIAL = "\\\"'#\u007f";

    private Quotation() {}

    /** Returns the word itself, or in quotes where it would be read as something else. */
    public static String of(String word) {
        boolean plain =
                !word.isEmpty()
                        && word.chars()
                                .noneMatch(
                                        c -> isControl(c) || c == ' ' || SPECIAL.indexOf(c) >= 0);
        if (plain) {
            return word;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            text.append(
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        case '\r' -> "\\r";
                        case '"', '\\' -> "\\" + c;
                        default ->
                                isControl(c)
                                        ? String.format("\\x%02x", (int) c)
                                        : String.valueOf(c);
                    });
        }
        return text.append('"').toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c);
    }
}
