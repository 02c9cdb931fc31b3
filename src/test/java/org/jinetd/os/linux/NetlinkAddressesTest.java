package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.jinetd.os.AddressWatch;
import org.jinetd.os.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** News from the real kernel, of an address that the test gives to the loopback device; as root. */
@Timeout(30)
class NetlinkAddressesTest {

    private static final String ADDRESS = "127.47.11.1/32";

    private final AddressWatch watch =
            NetlinkAddresses.open()
                    .match(
                            Outcome.Done::value,
                            failed -> {
                                throw new AssertionError(failed.toString());
                            });

    @AfterEach
    void close() {
        TestCalls.close(watch.fd());
    }

    @Test
    void an_address_that_comes_is_told_and_one_that_goes_is_not() throws Exception {
        assertFalse(watch.drain());
        ip("add");
        assertTrue(watch.drain());
        ip("del");
        assertFalse(watch.drain());
    }

    private static void ip(String verb) throws Exception {
        Process ip = new ProcessBuilder("ip", "addr", verb, ADDRESS, "dev", "lo").start();
        assertTrue(ip.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, ip.exitValue());
    }
}
