package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.jinetd.os.RpcMapping;
import org.jinetd.os.RpcMapping.Network;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as RFC 5531 and RFC 1833 write them. */
class RpcbindMessageTest {

    private static final int ID = 0x0102_0304;

    @Test
    void a_call_names_program_version_network_and_universal_address() {
        RpcMapping mapping = new RpcMapping(0xf000_0001L, 3, Network.UDP6, Ip.ANY_V6, 2049);
        ByteBuffer call = RpcbindMessage.call(ID, RpcbindMessage.Procedure.UNSET, mapping);
        String head = "01020304 00000000 00000002 000186a0 00000004 00000002";
        String nobody = "00000000 00000000 00000000 00000000";
        String version = "f0000001 00000003";
        String network = "00000004 75647036";
        String address = "00000006 3a3a2e382e310000"; // ::.8.1
        assertEquals(bytes(head + nobody + version + network + address + "00000000"), call);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  01020304 00000001 00000000 00000000 00000000 00000000 00000001",
        "false, 01020304 00000001 00000000 00000000 00000000 00000000 00000000",
        // a verifier of five bytes and its padding
        "true,  01020304 00000001 00000000 00000001 00000005 6162636465000000 00000000 00000001",
        // another call's, a call, a denial, an unknown program, a verifier that never ends
        ",      01020305 00000001 00000000 00000000 00000000 00000000 00000001",
        ",      01020304 00000000 00000000 00000000 00000000 00000000 00000001",
        ",      01020304 00000001 00000001 00000000 00000000 00000000 00000001",
        ",      01020304 00000001 00000000 00000000 00000000 00000001",
        ",      01020304 00000001 00000000 00000000 7fffffff 00000000 00000001",
        ",      01020304 00000001 00000000 00000000 ffffffff 00000000 00000001",
        ",      01020304 00000001",
    })
    void a_reply_says_yes_or_no_or_is_none(Boolean answer, String reply) {
        assertEquals(Optional.ofNullable(answer), RpcbindMessage.answer(ID, bytes(reply)));
    }

    @Test
    void random_bytes_of_seed_1_break_nothing() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            ByteBuffer reply = ByteBuffer.wrap(bytes);
            if (bytes.length >= 12) {
                reply.putInt(0, ID).putInt(4, 1).putInt(8, 0);
            }
            Optional<Boolean> unused = RpcbindMessage.answer(ID, reply);
        }
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
