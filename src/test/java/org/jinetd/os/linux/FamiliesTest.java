package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.jinetd.plan.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sequenced packets, and SCTP whether the kernel has it or not. */
@Timeout(30)
class FamiliesTest {

    private final Sockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.stream().filter(Fd::isOpen).forEach(sockets::close);
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"STREAM", "SEQUENCED"})
    void a_socket_of_sctp_listens_or_its_failure_is_the_protocols(SocketType type) {
        Endpoint endpoint = new Endpoint.Inet(Transport.SCTP, type, Ip.v4(0x7f00_0001), 0, false);
        Outcome<Fd> outcome = sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 1);
        if (outcome instanceof Outcome.Done<Fd> done) {
            opened.add(done.value());
            assertTrue(sockets.isSound(done.value(), endpoint));
        } else {
            Outcome.Failed<?> failed = assertInstanceOf(Outcome.Failed.class, outcome);
            assertEquals("socket(AF_INET, " + type.word() + ", sctp)", failed.call());
            assertTrue(
                    EnumSet.of(Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT)
                            .contains(failed.errno()),
                    failed.toString());
        }
    }

    @Test
    void messages_are_read_one_by_one_and_one_that_is_too_long_is_told() {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_SEQPACKET);
        opened.addAll(List.of(pair.first(), pair.second()));
        for (int length : new int[] {3, 8, 9, 1}) {
            assertEquals(length, sockets.write(pair.second(), ByteBuffer.allocateDirect(length)));
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);
        assertEquals(3, sockets.readMessage(pair.first(), buffer));
        assertEquals(3, buffer.position());
        assertEquals(8, sockets.readMessage(pair.first(), buffer.clear()));
        assertEquals(-Errno.EMSGSIZE.number(), sockets.readMessage(pair.first(), buffer.clear()));
        assertEquals(0, buffer.position());
        assertEquals(1, sockets.readMessage(pair.first(), buffer.clear()));
        sockets.close(pair.second());
        assertEquals(0, sockets.readMessage(pair.first(), buffer.clear()));
    }
}
