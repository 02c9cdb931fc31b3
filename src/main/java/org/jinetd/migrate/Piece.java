package org.jinetd.migrate;

import static java.util.Objects.requireNonNull;

import org.jinetd.config.Position;

/**
 * A field of a line, or a key with its value, that was made of a line of xinetd.conf.
 *
 * @param name the key; what is wrong with it when it is a field, in a word
 * @param text as it is written
 * @param at what it was made of
 */
record Piece(String name, String text, Position at) {
    Piece {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        requireNonNull(at, "at");
    }
}
