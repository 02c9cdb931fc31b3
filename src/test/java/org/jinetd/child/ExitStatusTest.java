package org.jinetd.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jinetd.child.ExitStatus.Exited;
import org.jinetd.child.ExitStatus.Signalled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitStatusTest {

    @Test
    void every_status_word_is_read_as_the_macros_of_the_c_library_do() {
        for (int word = 0; word <= 0xffff; word++) {
            int it = word;
            if (wifexited(word)) {
                assertEquals(new Exited(word / 256), ExitStatus.of(word));
            } else if (wifsignaled(word)) {
                assertEquals(new Signalled(word % 128, word / 128 % 2 == 1), ExitStatus.of(word));
            } else {
                assertThrows(IllegalArgumentException.class, () -> ExitStatus.of(it));
            }
        }
    }

    @Test
    void every_end_comes_back_from_the_word_that_the_kernel_makes_of_it() {
        for (int code = 0; code <= 255; code++) {
            assertEquals(new Exited(code), ExitStatus.of(code << 8));
        }
        for (int signal = 1; signal <= 64; signal++) {
            assertEquals(new Signalled(signal, false), ExitStatus.of(signal));
            assertEquals(new Signalled(signal, true), ExitStatus.of(signal | 0x80));
        }
    }

    @Test
    void only_status_0_is_a_success() {
        for (int word = 0; word <= 0xffff; word++) {
            if (wifexited(word) || wifsignaled(word)) {
                boolean success = wifexited(word) && word / 256 == 0;
                assertEquals(success, ExitStatus.of(word).isSuccess(), "word " + word);
            }
        }
    }

    @Test
    void is_told_in_words() {
        assertEquals("exit status 7", new Exited(7).toString());
        assertEquals("signal 15", new Signalled(15, false).toString());
        assertEquals("signal 11 (core dumped)", new Signalled(11, true).toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256, Integer.MAX_VALUE})
    void what_exit_cannot_say_is_no_exit_status(int code) {
        assertThrows(IllegalArgumentException.class, () -> new Exited(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 127, 128})
    void what_ends_no_process_is_no_signal(int signal) {
        assertThrows(IllegalArgumentException.class, () -> new Signalled(signal, false));
    }

    @Test
    void an_end_has_a_status() {
        assertThrows(NullPointerException.class, () -> new Ended(null, 0, 0));
        assertFalse(new Ended(new Exited(1), 0, 0).status().isSuccess());
    }

    /** WIFEXITED as bits/waitstatus.h of glibc has it: WTERMSIG is 0. */
    private static boolean wifexited(int word) {
        return word % 128 == 0;
    }

    /** WIFSIGNALED as it stands there, in a signed char. */
    private static boolean wifsignaled(int word) {
        return ((byte) (word % 128 + 1) >> 1) > 0;
    }
}
