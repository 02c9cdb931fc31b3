package org.jinetd.config;

import static java.util.Objects.requireNonNull;

/**
 * A configuration text and the name it goes by. The parsers never open a file: whoever reads it
 * hands over the text.
 *
 * @param name the file's name as the operator wrote it
 * @param content the whole text
 */
public record SourceText(String name, String content) {

    public SourceText {
        requireNonNull(name, "name");
        requireNonNull(content, "content");
    }
}
