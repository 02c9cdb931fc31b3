package org.jinetd.event;

import java.util.Locale;
import java.util.Optional;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Peer;

/**
 * The words for events, one line each. What a peer or a file can influence goes through {@link
 * #clean}, here and nowhere else.
 */
public final class EventText {

    private static final int LONGEST = 2000;

    private EventText() {}

    /** Returns the event as one line of printable characters. */
    public static String of(Event event) {
        return clean(words(event));
    }

    /** Returns a text as {@link #printable} has it, cut to what a log line can bear. */
    public static String clean(String text) {
        return printable(text, LONGEST);
    }

    /**
     * Returns the text with control characters, line ends and what would turn the direction of
     * writing as {@code \\xHH}, {@code \\uHHHH} or {@code \\UHHHHHHHH}.
     */
    public static String printable(String text) {
        return printable(text, Integer.MAX_VALUE);
    }

    private static String printable(String text, int longest) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length() && clean.length() < longest) {
            int point = text.codePointAt(at);
            if (isPrintable(point)) {
                clean.appendCodePoint(point);
            } else {
                clean.append(escape(point));
            }
            at += Character.charCount(point);
        }
        return clean.toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static String escape(int point) {
        String format = point < 0x100 ? "\\x%02x" : point < 0x1_0000 ? "\\u%04x" : "\\U%08x";
        return String.format(Locale.ROOT, format, point);
    }

    // Java 17 has no switch over types; the compiler is made to check completeness by the sealed
    // interface's test, EventTextTest, which has a case for every permitted subclass.
    private static String words(Event event) {
        if (event instanceof Event.Started e) {
            return e.service() + ": started pid=" + e.pid() + from(e.peer());
        }
        if (event instanceof Event.ChildEnded e) {
            return e.service()
                    + ": ended pid="
                    + e.pid()
                    + from(e.peer())
                    + " "
                    + e.ended().status()
                    + " duration="
                    + millis(e.millis())
                    + " cpu="
                    + millis(e.ended().cpuMicros() / 1000)
                    + memory(e.ended().peakRssKib());
        }
        if (event instanceof Event.Refused e) {
            return e.service()
                    + ": refused from="
                    + e.peer()
                    + " reason="
                    + e.reason()
                    + (e.leftOut() == 0 ? "" : ", and " + e.leftOut() + " more since the last");
        }
        if (event instanceof Event.StartFailed e) {
            return e.service() + ": cannot start" + from(e.peer()) + ": " + e.why();
        }
        if (event instanceof Event.ChildSaid e) {
            return e.service() + ": stderr pid=" + e.pid() + ": " + e.line();
        }
        if (event instanceof Event.Overtime e) {
            return e.service()
                    + ": pid="
                    + e.pid()
                    + " ran for more than its run-time of "
                    + e.seconds()
                    + " s, SIG"
                    + e.signal()
                    + " sent";
        }
        return rareWords(event);
    }

    private static String rareWords(Event event) {
        if (event instanceof Event.ConfigProblem e) {
            return e.problem().toString();
        }
        if (event instanceof Event.MoreProblems e) {
            return "and " + e.count() + " more problems; jinetd --check tells them";
        }
        if (event instanceof Event.Listening e) {
            return e.service() + ": listening on " + e.endpoint();
        }
        if (event instanceof Event.BindFailed e) {
            return e.service() + ": " + e.why() + "; trying again in " + e.retrySeconds() + " s";
        }
        if (event instanceof Event.BoundAtLast e) {
            return e.service() + ": bound to " + e.endpoint() + " at last";
        }
        if (event instanceof Event.ProtocolMissing e) {
            return e.service()
                    + ": "
                    + e.why()
                    + ": the kernel has no SCTP — modprobe sctp; looked for again each minute";
        }
        if (event instanceof Event.FamilyMissing e) {
            return e.why() + ": this host has no IPv6, its part is left out";
        }
        if (event instanceof Event.Paused e) {
            return e.service()
                    + ": too fast ("
                    + e.reason()
                    + "), takes nobody for "
                    + e.seconds()
                    + " s";
        }
        if (event instanceof Event.SocketReplaced e) {
            return e.service() + ": the socket of " + e.endpoint() + " is ruined, binding another";
        }
        if (event instanceof Event.Resumed e) {
            return e.service() + ": takes clients again, " + e.refused() + " were turned away";
        }
        if (event instanceof Event.StderrLeftOut e) {
            return e.service() + ": stderr: " + e.lines() + " more lines left out";
        }
        if (event instanceof Event.StderrLost e) {
            return e.service() + ": stderr is lost: " + e.why();
        }
        if (event instanceof Event.DatagramDropped e) {
            return e.service() + ": datagram from " + e.source() + " dropped: " + e.why();
        }
        return wordsOfTheTurnedAway(event);
    }

    private static String wordsOfTheTurnedAway(Event event) {
        if (event instanceof Event.RefusedMore e) {
            return e.service() + ": refused " + e.count() + " more that are not listed";
        }
        if (event instanceof Event.ShutOut e) {
            return e.service()
                    + ": shut out from="
                    + e.from()
                    + (e.what() == DenyAfter.Reach.ALL_SERVICES ? " of all services" : "")
                    + " for "
                    + e.seconds()
                    + " s reason="
                    + e.reason();
        }
        if (event instanceof Event.BannerFailed e) {
            return e.service() + ": banner not taken from=" + e.peer() + ": " + e.why();
        }
        return wordsOfTheDaemon(event);
    }

    private static String wordsOfTheDaemon(Event event) {
        if (event instanceof Event.Exhausted e) {
            return e.service() + ": " + e.why() + "; waiting for room";
        }
        if (event instanceof Event.Recovered e) {
            return e.service() + ": has room again";
        }
        if (event instanceof Event.Ready e) {
            return "ready: services="
                    + e.services()
                    + " listeners="
                    + e.listeners()
                    + " unbound="
                    + e.unbound();
        }
        if (event instanceof Event.Reloaded e) {
            return "reloaded: kept="
                    + e.kept()
                    + " opened="
                    + e.opened()
                    + " closed="
                    + e.closed()
                    + " changed="
                    + e.changed()
                    + " problems="
                    + e.problems();
        }
        if (event instanceof Event.ReloadFailed e) {
            return "reload failed, the old configuration stays: " + e.why();
        }
        if (event instanceof Event.Status e) {
            return "status: " + e.line();
        }
        if (event instanceof Event.Stopping e) {
            return "stopping: " + e.why() + ", children left alone: " + e.children();
        }
        return wordsOfTheRegister(event);
    }

    private static String wordsOfTheRegister(Event event) {
        if (event instanceof Event.TuningFailed e) {
            return e.service() + ": " + e.why() + "; " + e.endpoint() + " is served without";
        }
        if (event instanceof Event.RpcFailed e) {
            return "rpc: " + e.why() + "; trying again in " + e.retrySeconds() + " s";
        }
        if (event instanceof Event.HostsOptionFailed e) {
            return e.service() + ": hosts-access from=" + e.peer() + ": " + e.why();
        }
        if (event instanceof Event.RpcRegistered e) {
            return "rpc: registered=" + e.mappings();
        }
        return wordsOfRestarts(event);
    }

    private static String wordsOfRestarts(Event event) {
        if (event instanceof Event.TakenOver e) {
            return "sockets taken over: store=" + e.fromStore() + " units=" + e.fromUnits();
        }
        if (event instanceof Event.SocketDropped e) {
            return "closed, since no service wants it any more: " + e.what();
        }
        if (event instanceof Event.SocketUnclaimed e) {
            return "no service wants this socket of a unit: " + e.what();
        }
        if (event instanceof Event.StillLent e) {
            return e.service()
                    + ": "
                    + e.endpoint()
                    + " is still with pid="
                    + e.pid()
                    + " of an earlier jinetd";
        }
        if (event instanceof Event.GivenBack e) {
            return e.service() + ": pid=" + e.pid() + " has given " + e.endpoint() + " back";
        }
        if (event instanceof Event.Draining e) {
            return "stopping: "
                    + e.why()
                    + ", waiting up to "
                    + e.seconds()
                    + " s for children="
                    + e.children()
                    + " conversations="
                    + e.conversations();
        }
        if (event instanceof Event.Hurried e) {
            return e.signal() + " to children that are still at work: " + e.children();
        }
        if (event instanceof Event.LogLost e) {
            return "log: " + e.count() + " messages lost, they were not taken in time";
        }
        throw new IllegalArgumentException("no words for " + event.getClass());
    }

    private static String from(Optional<Peer> peer) {
        return peer.map(p -> " from=" + p).orElse("");
    }

    private static String memory(long kib) {
        return kib == 0 ? "" : " memory=" + kib + "KiB";
    }

    private static String millis(long millis) {
        return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000) + "s";
    }
}
