package org.jinetd.loop;

import java.util.Collection;
import java.util.function.IntSupplier;
import org.jinetd.event.Event;
import org.jinetd.plan.Endpoint;

/** How the daemon is, in words for people. */
final class Standing {

    private final Works works;
    private final Collection<Listener> listeners;
    private final IntSupplier services;

    /**
     * @param listeners those that there are whenever it is asked
     * @param services how many are served
     */
    Standing(Works works, Collection<Listener> listeners, IntSupplier services) {
        this.works = works;
        this.listeners = listeners;
        this.services = services;
    }

    /** Returns it in one line. */
    String line() {
        long unbound = listeners.stream().filter(each -> each.binding().isAwaited()).count();
        return (unbound == 0 ? "serving" : "degraded")
                + ": services="
                + services.getAsInt()
                + " listeners="
                + listeners.stream().filter(Listener::isBound).count()
                + " unbound="
                + unbound
                + " children="
                + works.children().running()
                + " conversations="
                + works.talkers().live();
    }

    /** Logs it, with a line for each listener. */
    void tell() {
        works.say(new Event.Status(line()));
        if (works.rpc().offered() > 0) {
            String of = works.rpc().registered() + " of " + works.rpc().offered();
            works.say(new Event.Status("rpc: registered=" + of));
        }
        for (Listener listener : listeners) {
            RunningService service = listener.service();
            String what = service.name() + " " + listener.endpoint();
            tell(what, listener.state() + portOf(listener), service);
        }
        works.muxes().running().forEach(service -> tell(service.name(), service.state(), service));
    }

    private void tell(String what, String state, RunningService service) {
        works.say(
                new Event.Status(
                        what
                                + " "
                                + state
                                + " running="
                                + service.gate().running()
                                + " starting="
                                + service.starting()));
    }

    private static String portOf(Listener listener) {
        boolean known = listener.endpoint() instanceof Endpoint.Rpc && listener.isBound();
        return known ? " port=" + listener.binding().port() : "";
    }
}
