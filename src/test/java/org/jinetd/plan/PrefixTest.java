package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77/24, 192.0.2.0/24",
        "192.0.2.77, 192.0.2.77",
        "192.0.2.77/32, 192.0.2.77",
        "10.1.2.3/0, 0.0.0.0/0",
        "2001:db8::1/32, 2001:db8::/32",
        "2001:db8:0:1:8000::1/65, 2001:db8:0:1:8000::/65",
        "2001:db8::1/128, 2001:db8::1",
        "ffff::/0, ::/0",
    })
    void bits_behind_the_prefix_are_cut_off(String written, String read) {
        assertEquals(read, Prefix.parse(written).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/-1", "a/8"})
    void what_is_no_network_is_none(String written) {
        assertEquals(Optional.empty(), Prefix.parse(written));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "0.0.0.0/0, 198.51.100.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 127.0.0.1, false",
        "2001:db8::/64, 2001:db8::ffff:1, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
    })
    void an_address_is_in_a_network_of_its_family(String network, String address, boolean in) {
        Ip ip = Ip.parse(address).orElseThrow();
        assertEquals(in, Prefix.parse(network).orElseThrow().contains(ip));
    }

    @Test
    void a_network_has_nothing_behind_its_prefix() {
        Ip address = Ip.parse("192.0.2.1").orElseThrow();
        assertThrows(IllegalArgumentException.class, () -> new Prefix(address, 24));
    }
}
