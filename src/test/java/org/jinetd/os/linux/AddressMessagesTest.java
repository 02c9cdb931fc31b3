package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMessagesTest {

    @ParameterizedTest
    @CsvSource({
        "'',                                                                false",
        "10000000 1400 0000 00000000 00000000,                              true", // RTM_NEWADDR
        "10000000 1500 0000 00000000 00000000,                              false", // RTM_DELADDR
        "10000000 0400 0000 00000000 00000000,                              true", // overrun
        "11000000 1500 0000 00000000 00000000 00000000 10000000 1400 0000 00000000 00000000, true",
        "ff000000 1400 0000 00000000 00000000,                              false", // too long
        "00000000 1400 0000 00000000 00000000,                              false",
        "ffffffff 1400 0000 00000000 00000000,                              false",
        "11000000 1500 0000 00000000 00000000 00,                           false",
        "10000000 1400 0000 00000000 000000,                                false",
    })
    void a_new_address_is_found(String hex, boolean found) {
        assertEquals(found, AddressMessages.tellOfNew(bytes(hex)));
    }

    @Test
    void random_lengths_of_seed_1_break_nothing() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.length >= 4) {
                message.putInt(0, random.nextInt(120) - 10);
            }
            boolean unused = AddressMessages.tellOfNew(message);
        }
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
