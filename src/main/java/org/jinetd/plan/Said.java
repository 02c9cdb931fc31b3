package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import org.jinetd.config.Position;

/**
 * A line of jinetd.ini that holds for a service.
 *
 * @param section the title of its section
 * @param key its key
 * @param value as written
 * @param at where it stands
 */
public record Said(String section, String key, String value, Position at) {

    public Said {
        requireNonNull(section, "section");
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(at, "at");
    }
}
