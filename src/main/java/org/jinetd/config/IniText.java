package org.jinetd.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A text in the form of jinetd.ini.
 *
 * @param sections in the order of the text
 * @param integrity whether each error is within a section; one that is not might have been a
 *     section, whose services would be served without what it says
 */
public record IniText(List<IniSection> sections, IniSection.Integrity integrity) {

    public IniText {
        sections = List.copyOf(sections);
        requireNonNull(integrity, "integrity");
    }
}
