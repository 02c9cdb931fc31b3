package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One {@code key = value ...} of a definition.
 *
 * @param key as written
 * @param values may be none
 */
public record Setting(Word key, List<Word> values) {

    public Setting {
        requireNonNull(key, "key");
        values = List.copyOf(values);
    }
}
