package org.jinetd.loop;

import java.util.function.Consumer;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.os.SocketStore;

/** What the parts of the loop work with; one of each. */
record Works(
        Host host,
        Reactor reactor,
        Settings settings,
        Recipe recipe,
        LiveChildren children,
        Talkers talkers,
        Gatekeeping gatekeeping,
        Muxes muxes,
        RpcRegistry rpc,
        SocketStore store,
        Consumer<Event> events) {

    void say(Event event) {
        events.accept(event);
    }
}
