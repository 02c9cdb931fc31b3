package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

/**
 * The name of a host, as far as it could be found out.
 *
 * @param text the name; {@code unknown} and {@code paranoid} stand for none
 */
public record HostName(String text) {

    /** There is no name, or it could not be looked up. */
    public static final HostName UNKNOWN = new HostName("unknown");

    /** There is a name, and it does not lead back to the address. */
    public static final HostName PARANOID = new HostName("paranoid");

    public HostName {
        requireNonNull(text, "text");
    }

    /** Returns whether there is a name to be believed. */
    public boolean isKnown() {
        return !Ascii.same(text, UNKNOWN.text) && !Ascii.same(text, PARANOID.text);
    }
}
