package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Word;

/**
 * The fields of a service, in whichever form they are written. A field that is wrong is empty and
 * has been reported; so that it is not reported twice, each is asked for once.
 */
interface Fields {

    /** Returns {@code [host:]service}. */
    Word service();

    /** Returns the addresses, where they do not stand before the service. */
    Optional<Word> bind();

    Optional<SocketType> type();

    Optional<ProtocolField> protocol();

    Optional<ModeField> mode();

    /** Returns where the mode is written. */
    Word modeWord();

    Optional<Identity> identity();

    /** Returns an absolute path, or {@code internal}. */
    Word program();

    /** Returns the argument vector; empty when none is written. */
    List<Word> arguments();

    /** Returns whether there is nothing wrong beside the fields. */
    boolean isSound();

    /** Returns what is known should the service be rejected. */
    Rejected rejected();
}
