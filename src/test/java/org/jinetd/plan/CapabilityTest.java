package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {

    /** From linux/capability.h. */
    @ParameterizedTest
    @CsvSource({
        "CAP_CHOWN, 0",
        "CAP_KILL, 5",
        "CAP_SETPCAP, 8",
        "CAP_NET_BIND_SERVICE, 10",
        "CAP_NET_RAW, 13",
        "CAP_SYS_CHROOT, 18",
        "CAP_SYS_ADMIN, 21",
        "CAP_SYS_RESOURCE, 24",
        "CAP_SETFCAP, 31",
        "CAP_MAC_OVERRIDE, 32",
        "CAP_AUDIT_READ, 37",
        "CAP_CHECKPOINT_RESTORE, 40",
    })
    void its_number_is_the_kernel_s(String name, int number) {
        assertEquals(OptionalInt.of(number), Capability.named(name));
        assertEquals(name, Capability.nameOf(number));
    }

    @Test
    void each_is_found_by_its_name() {
        for (int number = 0; number <= 40; number++) {
            assertEquals(OptionalInt.of(number), Capability.named(Capability.nameOf(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAP_NET_RAW", "cap_net_raw", "net_raw", "Net_Raw"})
    void the_prefix_and_the_case_do_not_count(String name) {
        assertEquals(OptionalInt.of(13), Capability.named(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CAP_", "CAP_CAP_KILL", "ALL", "24"})
    void what_is_no_name_is_none(String name) {
        assertEquals(OptionalInt.empty(), Capability.named(name));
    }

    @Test
    void one_of_a_later_kernel_is_called_by_its_number() {
        assertEquals("41", Capability.nameOf(41));
    }
}
