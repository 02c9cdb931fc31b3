package org.jinetd.loop;

import org.jinetd.admit.Circumstances;
import org.jinetd.event.Veil;

/** What the services of the main loop share to decide about clients; one of each. */
record Gatekeeping(Crowd crowd, Inquiries inquiries, Circumstances here, Veil veil) {

    static Gatekeeping of(Gatehouse gatehouse, Reactor reactor) {
        return new Gatekeeping(
                new Crowd(gatehouse.salt(), reactor),
                new Inquiries(gatehouse, reactor),
                new Surroundings(reactor, gatehouse.zone(), gatehouse.load()),
                gatehouse.veil());
    }
}
