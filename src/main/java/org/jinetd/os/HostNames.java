package org.jinetd.os;

import java.util.Locale;
import java.util.Optional;
import org.jinetd.hosts.HostName;
import org.jinetd.plan.Ip;

/** The names of clients. */
@FunctionalInterface
public interface HostNames {

    /** Nobody has a name. */
    HostNames NONE = address -> HostName.UNKNOWN;

    /**
     * Returns the name that an address leads to, if the name leads back to the address: whoever
     * owns an address can let it lead to any name, but not the name to the address. Waits for the
     * network. Any thread, and several at a time.
     *
     * @return the name, or why there is none
     */
    HostName of(Ip address);

    /** Returns a name in lower case; empty for one that is not to be believed. */
    static Optional<String> confirmed(HostName name) {
        return name.isKnown()
                ? Optional.of(name.text().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
