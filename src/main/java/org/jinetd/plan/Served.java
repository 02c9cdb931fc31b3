package org.jinetd.plan;

import org.jinetd.config.Position;

/** What clients are served by, whether they come to a port of its own or through tcpmux. */
public sealed interface Served permits Service, MuxedService {

    /** Returns what messages call it. */
    String label();

    SocketType type();

    /** Returns the sizes that were asked for of the sockets that are its own. */
    Buffers buffers();

    Mode mode();

    Action action();

    /** Returns what its line says of limits. */
    Limits limits();

    /** Returns the limits that hold. */
    Admission admission();

    /** Returns what jinetd.ini says of it. */
    ServiceSettings settings();

    /** Returns where its line stands. */
    Position at();
}
