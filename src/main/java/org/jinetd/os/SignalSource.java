package org.jinetd.os;

import java.util.Optional;

/** Where signals arrive, as data. */
public interface SignalSource {

    /** Returns a descriptor that is readable while a signal waits. */
    Fd fd();

    /** Takes the signal that came first; empty when there is none. */
    Optional<DaemonSignal> next();
}
