package org.jinetd.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The fields that no line can do without, in their order. */
enum Field {
    SERVICE,
    TYPE,
    PROTOCOL,
    WAIT,
    USER,
    PROGRAM;

    /**
     * Returns what to say of a line that ends too early.
     *
     * @param present how many fields it has, fewer than there are
     */
    static String missingAfter(int present) {
        List<String> missing =
                Arrays.stream(values())
                        .skip(present)
                        .map(field -> field.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toList());
        int last = missing.size() - 1;
        String names =
                last == 0
                        ? missing.get(0) + " field is missing"
                        : String.join(", ", missing.subList(0, last))
                                + " and "
                                + missing.get(last)
                                + " fields are missing";
        return values().length
                + " fields are needed, "
                + present
                + (present == 1 ? " is" : " are")
                + " here: the "
                + names;
    }
}
