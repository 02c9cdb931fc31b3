package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLawTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_written_reads_back_and_the_jdk_reads_the_same(long seed)
            throws UnknownHostException {
        Random random = new Random(seed);
        Ip v4 = Ip.v4(random.nextInt());
        Ip v6 = Ip.v6(sparse(random), sparse(random), 0);
        assertEquals(Optional.of(v4), Ip.parse(v4.toString()));
        assertEquals(Optional.of(v6), Ip.parse(v6.toString()));
        assertArrayEquals(bytes(v4), InetAddress.getByName(v4.toString()).getAddress());
        if (!v6.isMapped()) { // the JDK takes a mapped address for an IPv4 one
            assertArrayEquals(bytes(v6), InetAddress.getByName("[" + v6 + "]").getAddress());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_jdk_s_own_text_reads_as_the_same_address(long seed) throws UnknownHostException {
        Random random = new Random(seed);
        Ip v6 = Ip.v6(sparse(random), sparse(random), 0);
        if (!v6.isMapped()) {
            String text = InetAddress.getByAddress(bytes(v6)).getHostAddress();
            assertEquals(Optional.of(v6), Ip.parse(text));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_text_with_a_slip_is_another_address_or_none(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(Ip.v6(sparse(random), sparse(random), 0).toString());
        text.setCharAt(random.nextInt(text.length()), ":.0fg%x".charAt(random.nextInt(7)));
        Optional<Ip> read = Ip.parse(text.toString());
        read.ifPresent(ip -> assertEquals(read, Ip.parse(ip.toString())));
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:0DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::FFFF:127.0.0.1, ::ffff:127.0.0.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
    })
    void an_address_has_one_canonical_text(String text, String canonical) {
        assertEquals(canonical, Ip.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest(name = "\"{0}\" is none")
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.1000",
                "1.2..4",
                "1.2.3.x",
                "1.2.3./",
                "1.2.3.4 ",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                ":1:2:3:4:5:6:7",
                "::1%1",
                "::\uff11",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[::1]"
            })
    void what_is_no_literal_is_no_address(String text) {
        assertEquals(Optional.empty(), Ip.parse(text));
    }

    @Test
    void only_a_mapped_address_has_an_ipv4_address_within() {
        assertEquals(Ip.v4(0x7f000001), Ip.v6(0, 0xffff_7f00_0001L, 0).unmapped());
        assertEquals(Ip.v6(0, 1, 0), Ip.v6(0, 1, 0).unmapped());
        assertEquals(Ip.ANY_V4, Ip.ANY_V4.unmapped());
    }

    /** Returns eight bytes of which many pairs are zero, as in the addresses that people write. */
    private static long sparse(Random random) {
        long bits = random.nextLong();
        for (int shift = 0; shift < 64; shift += 16) {
            bits &= random.nextBoolean() ? -1L : ~(0xffffL << shift);
        }
        return bits;
    }

    private static byte[] bytes(Ip ip) {
        return ip.family() == Ip.Family.V4
                ? ByteBuffer.allocate(4).putInt((int) ip.low()).array()
                : ByteBuffer.allocate(16).putLong(ip.high()).putLong(ip.low()).array();
    }
}
