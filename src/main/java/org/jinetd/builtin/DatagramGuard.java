package org.jinetd.builtin;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import org.jinetd.plan.Ip;

/**
 * Decides whether a datagram of a built-in service may be answered. A source address proves
 * nothing: the answer may set two services talking to each other for ever, or hit somebody who
 * never asked (CVE-2024-2169, VU#417980).
 */
public final class DatagramGuard {

    /** What is to become of a datagram. */
    public enum Verdict {
        ANSWER("may be answered"),
        TO_MANY("was sent to a multicast or broadcast address"),
        FROM_NO_HOST("comes from an address that is no single host's"),
        FROM_PORT_ZERO("comes from port 0"),
        FROM_SERVICE("comes from the port of a service that would answer the answer"),
        TOO_MANY("comes from a source that has had its share of answers");

        private final String fact;

        Verdict(String fact) {
            this.fact = fact;
        }

        /** Returns the reason as the end of a sentence about the datagram. */
        public String fact() {
            return fact;
        }
    }

    /** echo, systat, daytime, qotd, chargen, time, domain, tftp, ntp: each may answer anything. */
    private static final int[] TALKATIVE = {7, 11, 13, 17, 19, 37, 53, 69, 123};

    private final BitSet services = new BitSet();
    private final int[] broadcasts;
    private final ReplyRate rate;

    /**
     * Takes what differs between hosts. After a reload, the next guard takes over the same rate.
     *
     * @param ownPorts ports at which this daemon itself answers datagrams
     * @param broadcasts the broadcast addresses of the host's interfaces; IPv6 has none
     */
    public DatagramGuard(Set<Integer> ownPorts, Set<Ip> broadcasts, ReplyRate rate) {
        ownPorts.forEach(services::set);
        Arrays.stream(TALKATIVE).forEach(services::set);
        this.broadcasts =
                broadcasts.stream().filter(Sources::isV4).mapToInt(Sources::bits).toArray();
        this.rate = requireNonNull(rate, "rate");
    }

    /**
     * Judges a datagram; an {@code ANSWER} counts against its source. Allocates nothing.
     *
     * @param source as the kernel tells it; mapped addresses are judged as IPv4
     * @param destination the address that the datagram was sent to
     * @param nowNanos of the monotonic clock
     */
    public Verdict judge(Ip source, int sourcePort, Ip destination, long nowNanos) {
        if (isMany(destination)) {
            return Verdict.TO_MANY;
        }
        if (isMany(source) || isNobody(source)) {
            return Verdict.FROM_NO_HOST;
        }
        if (sourcePort == 0) {
            return Verdict.FROM_PORT_ZERO;
        }
        if (services.get(sourcePort)) {
            return Verdict.FROM_SERVICE;
        }
        return isOnThisHost(source, destination) || rate.take(source, nowNanos)
                ? Verdict.ANSWER
                : Verdict.TOO_MANY;
    }

    /**
     * Multicast (RFC 1112, RFC 4291) or broadcast; 240/4, never given to a host, holds the rest.
     */
    private boolean isMany(Ip ip) {
        if (!Sources.isV4(ip)) {
            return ip.high() >>> 56 == 0xff;
        }
        int bits = Sources.bits(ip);
        for (int broadcast : broadcasts) {
            if (bits == broadcast) {
                return true;
            }
        }
        return bits >>> 28 >= 0xe;
    }

    /** "This host on this network" (RFC 1122, 3.2.1.3), or unspecified (RFC 4291, 2.5.2). */
    private static boolean isNobody(Ip ip) {
        return Sources.isV4(ip) ? Sources.bits(ip) >>> 24 == 0 : ip.isAny();
    }

    /** No other host can send these: the kernel drops its own addresses when they come by wire. */
    private static boolean isOnThisHost(Ip source, Ip destination) {
        return Sources.isLoopback(source) || Sources.same(source, destination);
    }
}
