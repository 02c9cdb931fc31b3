package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jinetd.os.Parcel;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of packets; the checksums come from another program. */
class UdpPacketTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 198.51.100.2, ab,"
                + " 45000000000000004011 0000 c0000201 c6336402 1267 1b58 000a 0000 6162",
        "::ffff:192.0.2.1, ::ffff:198.51.100.2, ab,"
                + " 45000000000000004011 0000 c0000201 c6336402 1267 1b58 000a 0000 6162",
        "::1, ::1, '',"
                + " 60000000 0008 1140 00000000000000000000000000000001"
                + " 00000000000000000000000000000001 1267 1b58 0008 d21d",
        "::1, ::2, abc,"
                + " 60000000 000b 1140 00000000000000000000000000000001"
                + " 00000000000000000000000000000002 1267 1b58 000b 0db4 616263",
    })
    void a_packet_has_these_bytes(String from, String to, String payload, String hex) {
        Peer.Inet peer = new Peer.Inet(ip(from), 0x1267, ip(to), 7000);
        Parcel parcel = new Parcel(peer, StandardCharsets.US_ASCII.encode(payload));
        ByteBuffer into = ByteBuffer.allocate(UdpPacket.ROOM);
        UdpPacket.write(parcel, 7000, into);
        byte[] bytes = new byte[into.remaining()];
        into.get(bytes);
        assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(bytes));
        assertEquals(bytes.length, UdpPacket.length(parcel));
    }

    private static Ip ip(String text) {
        return Ip.parse(text).orElseThrow();
    }
}
