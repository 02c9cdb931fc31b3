package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeUpTest {

    private final WakeUp wakeUp;

    WakeUpTest() throws IOException {
        wakeUp = WakeUp.open();
    }

    @AfterEach
    void close() {
        wakeUp.close();
    }

    @Test
    void a_storm_from_four_threads_is_one_write() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread =
                    new Thread(
                            () -> {
                                for (int n = 0; n < 1_000; n++) {
                                    wakeUp.signal();
                                }
                            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, writes());
    }

    @Test
    void after_it_was_seen_the_next_signal_writes_again() throws IOException {
        wakeUp.signal();
        wakeUp.seen();
        assertEquals(1, writes());
        wakeUp.signal();
        assertEquals(2, writes());
    }

    @Test
    void a_signal_after_close_does_not_write_to_what_has_the_number_then() throws IOException {
        int number = wakeUp.fd();
        wakeUp.close();
        assertEquals(number, TestCalls.event(0).number());
        wakeUp.signal();
        assertEquals(0, writes());
        LibC.INSTANCE.close(number);
    }

    @Test
    void it_is_closed_on_exec() throws IOException {
        assertTrue(TestCalls.told(wakeUp.fd()).contains("flags:\t02004002"));
    }

    /** Returns the counter of the eventfd, which nobody reads. */
    private long writes() throws IOException {
        String line =
                TestCalls.told(wakeUp.fd())
                        .lines()
                        .filter(l -> l.startsWith("eventfd-count:"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(line.substring(line.indexOf(':') + 1).strip(), 16);
    }
}
