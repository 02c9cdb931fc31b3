package org.jinetd.loop;

import org.jinetd.plan.Ip;

/** What was answered to a datagram. */
record Reply(Ip to, int port, String text) {}
