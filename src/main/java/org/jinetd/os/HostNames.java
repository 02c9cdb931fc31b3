package org.jinetd.os;

import java.util.Optional;
import org.jinetd.plan.Ip;

/** The names of clients. */
@FunctionalInterface
public interface HostNames {

    /** Nobody has a name. */
    HostNames NONE = address -> Optional.empty();

    /**
     * Returns the name that an address leads to, if the name leads back to the address: whoever
     * owns an address can let it lead to any name, but not the name to the address. Waits for the
     * network. Any thread, and several at a time.
     *
     * @return the name in lower case, without a dot at its end; empty when there is none, or when
     *     it could not be found out
     */
    Optional<String> confirmed(Ip address);
}
