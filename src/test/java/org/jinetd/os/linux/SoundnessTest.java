package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.os.Sockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketTuning;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child can do to a socket that it is lent, and whether it shows. */
@Timeout(30)
class SoundnessTest {

    private static final int SHUT_RD = 0;
    private static final int SHUT_WR = 1;

    /** The kinds of socket that are lent. */
    enum Kind {
        TCP,
        UDP,
        UDP_OF_ALL,
        UDP_V6,
        UDP_MAPPED,
        UNIX_STREAM,
        UNIX_DATAGRAM;

        Endpoint endpoint(Path directory) {
            String path = directory.resolve("s").toString();
            return switch (this) {
                case TCP -> new Endpoint.Inet(SocketType.STREAM, Ip.v4(0x7f00_0001), 0, false);
                case UDP -> udp(Ip.v4(0x7f00_0001), false);
                case UDP_OF_ALL -> udp(Ip.ANY_V4, false);
                case UDP_V6 -> udp(Ip.v6(0, 1, 0), false);
                case UDP_MAPPED -> udp(Ip.ANY_V6, true);
                case UNIX_STREAM -> new Endpoint.Unix(SocketType.STREAM, path);
                case UNIX_DATAGRAM -> new Endpoint.Unix(SocketType.DATAGRAM, path);
            };
        }
    }

    private static Endpoint udp(Ip address, boolean mapped) {
        return new Endpoint.Inet(SocketType.DATAGRAM, address, 0, mapped);
    }

    private final Sockets sockets = new LinuxSockets();
    private final List<Fd> opened = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void close() {
        opened.forEach(sockets::close);
    }

    private Fd open(Endpoint endpoint) {
        Fd fd =
                sockets.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 8)
                        .match(
                                Outcome.Done::value,
                                failed -> {
                                    throw new AssertionError(failed.toString());
                                });
        opened.add(fd);
        return fd;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_socket_is_sound_while_nobody_does_anything_to_it(Kind kind) {
        Endpoint endpoint = kind.endpoint(directory);
        Fd fd = open(endpoint);
        assertTrue(sockets.isSound(fd, endpoint));
        assertTrue(sockets.glimpse(fd).isEmpty(), "to look at it sends it nothing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UDP.*", "UNIX_DATAGRAM"},
            mode = EnumSource.Mode.MATCH_ANY)
    void a_datagram_socket_that_nobody_can_answer_from_is_not(Kind kind) {
        Endpoint endpoint = kind.endpoint(directory);
        Fd fd = open(endpoint);
        int unused = LibC.INSTANCE.shutdown(fd.number(), SHUT_WR);
        assertFalse(sockets.isSound(fd, endpoint));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void one_that_was_shut_down_is_not(Kind kind) {
        Endpoint endpoint = kind.endpoint(directory);
        Fd fd = open(endpoint);
        int unused = LibC.INSTANCE.shutdown(fd.number(), SHUT_RD); // says ENOTCONN of UDP, but does
        assertFalse(sockets.isSound(fd, endpoint));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UDP", "UNIX_DATAGRAM"})
    void a_datagram_socket_that_was_connected_is_not(Kind kind) {
        Endpoint endpoint = kind.endpoint(directory);
        Fd fd = open(endpoint);
        KernelAddress own = TestCalls.boundTo(fd);
        assertEquals(0, LibC.INSTANCE.connect(fd.number(), own.address(), own.length()));
        assertFalse(sockets.isSound(fd, endpoint));
    }
}
