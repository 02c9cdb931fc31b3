package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.IPPROTO_IP;
import static org.jinetd.os.linux.SocketConstants.IPPROTO_IPV6;
import static org.jinetd.os.linux.SocketConstants.IPV6_PKTINFO;
import static org.jinetd.os.linux.SocketConstants.IP_PKTINFO;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;

import java.nio.ByteBuffer;
import org.jinetd.os.Datagram;
import org.jinetd.plan.Ip;

/** A datagram with what the kernel says about its two ends (ip(7), RFC 3542 section 6). */
final class LinuxDatagram implements Datagram {

    /** The length fields of UDP have 16 bits. */
    private static final int ROOM = 0xffff;

    private static final int BYTES = 0x1_0000;

    // struct in_pktinfo
    private static final int V4_INFO_BYTES = 12;
    private static final int V4_LOCAL = 4;
    private static final int V4_DESTINATION = 8;

    private static final long MAPPED = 0xffff_0000_0000L;

    // struct in6_pktinfo
    private static final int V6_INFO_BYTES = 20;
    private static final int V6_INTERFACE = 16;

    private final KernelAddress source = new KernelAddress();
    private final Message received;
    private final Message reply = new Message(source);
    private final ByteBuffer payload;
    private final ByteBuffer answer;
    private final long payloadAddress;
    private final long answerAddress;

    /** Makes one that is received by itself. */
    LinuxDatagram() {
        this(Message.headers(1), 0, 1);
    }

    /**
     * Makes one of an array of messages.
     *
     * @param headers what {@link Message#headers} returned
     */
    LinuxDatagram(NativeArea headers, int index, int count) {
        received = new Message(source, headers, index, count);
        ByteBuffer both = Pages.room(2 * BYTES);
        payload = both.slice(0, BYTES);
        answer = both.slice(BYTES, BYTES);
        payloadAddress = NativeMemory.address(payload);
        answerAddress = NativeMemory.address(answer);
    }

    @Override
    public ByteBuffer payload() {
        return payload;
    }

    @Override
    public ByteBuffer answer() {
        return answer;
    }

    @Override
    public boolean isAnswerable() {
        return !received.isCut() && (source.isInet() || source.isNamed());
    }

    @Override
    public Ip source() {
        return source.ip();
    }

    @Override
    public int sourcePort() {
        return source.port();
    }

    @Override
    public Ip destination() {
        int v6 = received.find(IPPROTO_IPV6, IPV6_PKTINFO);
        if (v6 != Message.ABSENT) {
            return v6Destination(v6);
        }
        int v4 = received.find(IPPROTO_IP, IP_PKTINFO);
        if (v4 != Message.ABSENT) {
            return Ip.v4(received.control().network().getInt(v4 + V4_DESTINATION));
        }
        throw new IllegalStateException("the kernel did not say where the datagram was sent to");
    }

    /**
     * Returns the address of this host that an answer comes from, in the family of the socket. Of a
     * datagram for a group over IPv6 it is the group's own, which cannot be bound.
     */
    Ip local() {
        int v4 = received.find(IPPROTO_IP, IP_PKTINFO);
        if (v4 == Message.ABSENT) {
            return destination();
        }
        int bits = received.control().network().getInt(v4 + V4_LOCAL);
        return source.ip().isMapped() ? Ip.v6(0, MAPPED | (bits & 0xffff_ffffL), 0) : Ip.v4(bits);
    }

    private Ip v6Destination(int at) {
        ByteBuffer network = received.control().network();
        Ip ip = Ip.v6(network.getLong(at), network.getLong(at + Long.BYTES), 0);
        return isLinkLocal(ip)
                ? Ip.v6(ip.high(), ip.low(), received.control().host().getInt(at + V6_INTERFACE))
                : ip;
    }

    int receive(int fd) {
        int length = received.receive(fd, payloadAddress, ROOM, MSG_DONTWAIT);
        payload.position(0).limit(Math.max(length, 0));
        return length;
    }

    /** Makes it ready to be received with others. */
    void expect() {
        received.expect(payloadAddress, ROOM);
    }

    /** Takes note that it was. */
    void arrived() {
        received.arrived();
        payload.position(0).limit(received.received());
    }

    /** Returns whether it came over a UNIX socket. */
    boolean isUnix() {
        return !source.isInet();
    }

    /** Makes its answer one of an array of messages to send. */
    void enterAnswer(NativeArea array, int index) {
        reply.clearControl();
        int v4 = received.find(IPPROTO_IP, IP_PKTINFO);
        int v6 = received.find(IPPROTO_IPV6, IPV6_PKTINFO);
        if (v4 != Message.ABSENT) {
            replyFromV4(v4);
        } else if (v6 != Message.ABSENT) {
            replyFromV6(v6);
        }
        reply.enter(array, index, answerAddress + answer.position(), answer.remaining());
    }

    /** Sends its answer over a UNIX socket; returns whether it was sent. */
    boolean answer(int fd, UnixAnswer way) {
        long buffer = answerAddress + answer.position();
        return source.isNamed() && way.send(fd, received, source, buffer, answer.remaining()) >= 0;
    }

    /** A broadcast has an own address beside its destination, which is what may be sent from. */
    private void replyFromV4(int at) {
        int to = reply.append(IPPROTO_IP, IP_PKTINFO, V4_INFO_BYTES);
        int local = received.control().host().getInt(at + V4_LOCAL);
        reply.control().host().putInt(to + V4_LOCAL, local);
    }

    /**
     * A multicast address cannot be sent from: the kernel chooses. The interface is told only where
     * the address means nothing without it; elsewhere the way back need not be the way it came.
     */
    private void replyFromV6(int at) {
        int to = reply.append(IPPROTO_IPV6, IPV6_PKTINFO, V6_INFO_BYTES);
        ByteBuffer from = received.control().host();
        Ip destination = v6Destination(at);
        if (!isMulticast(destination)) {
            reply.control().host().putLong(to, from.getLong(at));
            reply.control().host().putLong(to + Long.BYTES, from.getLong(at + Long.BYTES));
        }
        if (isLinkLocal(destination)) {
            reply.control().host().putInt(to + V6_INTERFACE, destination.scope());
        }
    }

    private static boolean isMulticast(Ip v6) {
        return v6.high() >>> 56 == 0xff;
    }

    /** fe80::/10, and multicast to the link (RFC 4291, 2.5.6 and 2.7). */
    private static boolean isLinkLocal(Ip v6) {
        return v6.high() >>> 54 == 0xfe80 >>> 6
                || (isMulticast(v6) && (v6.high() >>> 48 & 0xf) == 2);
    }
}
