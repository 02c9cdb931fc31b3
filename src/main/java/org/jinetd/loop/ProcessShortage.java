package org.jinetd.loop;

import java.util.EnumSet;
import java.util.Set;
import org.jinetd.os.Child;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;

/** Learns from the starts of connections' children whether the system has room for more. */
final class ProcessShortage implements LiveChildren.Watcher {

    /** What clone(2) says when there is no room for another process. */
    private static final Set<Errno> NO_ROOM =
            EnumSet.of(Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE);

    private final Listener listener;

    /**
     * @param listener rests while there is none
     */
    ProcessShortage(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void started() {
        listener.shortageOfProcesses().over();
    }

    @Override
    public void failed(Outcome.Failed<Child> why) {
        if (!why.call().equals("clone")) {
            listener.shortageOfProcesses().over(); // there was a process, and it failed later
        } else if (NO_ROOM.contains(why.errno())) {
            listener.shortageOfProcesses().felt(why.toString());
        }
    }

    @Override
    public void ended() {}
}
