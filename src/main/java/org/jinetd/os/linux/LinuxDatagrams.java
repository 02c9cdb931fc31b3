package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.MSG_CMSG_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.MSG_NOSIGNAL;

import java.util.BitSet;
import org.jinetd.os.Datagram;
import org.jinetd.os.Datagrams;

/** Datagrams that are received and answered by one call each (recvmmsg(2), sendmmsg(2)). */
final class LinuxDatagrams implements Datagrams {

    private static final long NO_TIMEOUT = 0;

    private final NativeArea received;
    private final NativeArea answers;
    private final LinuxDatagram[] datagrams;
    private final UnixAnswer unixAnswer = new UnixAnswer();

    /** How many, from the first on, the kernel may have written to since they were made ready. */
    private int used;

    LinuxDatagrams(int most) {
        received = Message.headers(most);
        answers = new NativeArea(most * Message.HEADER_BYTES);
        datagrams = new LinuxDatagram[most];
        used = most;
        for (int i = 0; i < most; i++) {
            datagrams[i] = new LinuxDatagram(received, i, most);
        }
    }

    @Override
    public Datagram get(int index) {
        return datagrams[index];
    }

    /** Returns how many were there, or a negated errno. */
    int receive(int fd) {
        for (int i = 0; i < used; i++) {
            datagrams[i].expect();
        }
        int flags = MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
        int count =
                LibC.result(
                        LibC.INSTANCE.recvmmsg(
                                fd, received.address(), datagrams.length, flags, NO_TIMEOUT));
        for (int i = 0; i < count; i++) {
            datagrams[i].arrived();
        }
        used = Math.min(Math.max(count, 0) + 1, datagrams.length);
        return count;
    }

    /** Returns how many answers were sent. */
    int answer(int fd, BitSet answered) {
        int sent = 0;
        int count = 0;
        for (int i = answered.nextSetBit(0); i >= 0; i = answered.nextSetBit(i + 1)) {
            if (datagrams[i].isUnix()) {
                sent += datagrams[i].answer(fd, unixAnswer) ? 1 : 0;
            } else {
                datagrams[i].enterAnswer(answers, count);
                count++;
            }
        }
        return sent + send(fd, count);
    }

    /**
     * The kernel stops at the first message that it cannot send, and tells why only when it is the
     * first of the call: that one is left out, and the rest tried.
     */
    private int send(int fd, int count) {
        int sent = 0;
        int next = 0;
        while (next < count) {
            long from = answers.address() + (long) next * Message.HEADER_BYTES;
            int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
            int result = LibC.INSTANCE.sendmmsg(fd, from, count - next, flags);
            sent += Math.max(result, 0);
            next += Math.max(result, 1);
        }
        return sent;
    }
}
