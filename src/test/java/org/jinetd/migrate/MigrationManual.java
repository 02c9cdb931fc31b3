package org.jinetd.migrate;

import java.util.regex.Pattern;

/** The table of attributes, as mdoc(7). */
final class MigrationManual {

    private static final Pattern KEY = Pattern.compile(" ?\\{([a-z-]+)\\}([,;:]?) ?");

    private MigrationManual() {}

    static String table() {
        StringBuilder table = new StringBuilder(".Bl -tag -width Ds\n");
        for (Attribute attribute : Attribute.values()) {
            table.append(".It Cm ").append(attribute.word()).append('\n');
            table.append(text(attribute.becomes())).append(".\n");
        }
        return table.append(".El\n").toString();
    }

    /** Puts each key on a line of its own. */
    private static String text(String becomes) {
        String keys =
                KEY.matcher(becomes)
                        .replaceAll(key -> "\n.Cm " + key.group(1) + space(key.group(2)) + "\n");
        String lines = keys.replaceAll("\n\n+", "\n").replaceAll("; ", ";\n").strip();
        // The dot at the end belongs to the macro where there is one.
        String last = lines.substring(lines.lastIndexOf('\n') + 1);
        return last.startsWith(".Cm ") ? lines + " " : lines;
    }

    private static String space(String punctuation) {
        return punctuation.isEmpty() ? "" : " " + punctuation;
    }
}
