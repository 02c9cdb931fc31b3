package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Takes signals over from the JVM that runs it, and gives them back at the end. */
class SignalPipeTest {

    private static final int SIG_IGN = 1;
    private static final int ACTION_BYTES = 152;
    private static final int PROCESS = (int) ProcessHandle.current().pid();
    private static final List<DaemonSignal> SIGNALS = List.of(DaemonSignal.HUP, DaemonSignal.USR1);

    private static final Map<DaemonSignal, NativeArea> BEFORE = new EnumMap<>(DaemonSignal.class);
    private static SignalPipe pipe;

    @BeforeAll
    static void takeOver() {
        for (DaemonSignal signal : SIGNALS) {
            NativeArea action = new NativeArea(ACTION_BYTES);
            LibC.INSTANCE.sigaction(signal.number(), 0, action.address());
            BEFORE.put(signal, action);
        }
        LibC.INSTANCE.signal(DaemonSignal.USR1.number(), SIG_IGN); // as nohup(1) does with HUP
        Outcome<SignalPipe> opened = SignalPipe.open(SIGNALS);
        pipe =
                opened.match(
                        Outcome.Done::value,
                        failed -> {
                            throw new AssertionError(failed.toString());
                        });
    }

    /** The pipe stays open: a signal on its way may still be written to it. */
    @AfterAll
    static void giveBack() {
        BEFORE.forEach(
                (signal, action) -> LibC.INSTANCE.sigaction(signal.number(), action.address(), 0));
    }

    /** Sends to this thread, which the signal has reached when the call returns. */
    private static void send(DaemonSignal signal) {
        TestCalls.good(
                TestCalls.NATIVE.tgkill(PROCESS, TestCalls.NATIVE.gettid(), signal.number()));
    }

    private static List<DaemonSignal> all() {
        List<DaemonSignal> all = new ArrayList<>();
        Optional<DaemonSignal> next = pipe.next();
        while (next.isPresent()) {
            all.add(next.get());
            next = pipe.next();
        }
        return all;
    }

    @Test
    void signals_come_in_the_order_they_were_sent_in() {
        send(DaemonSignal.HUP);
        send(DaemonSignal.USR1);
        send(DaemonSignal.USR1);
        send(DaemonSignal.HUP);
        assertEquals(
                List.of(DaemonSignal.HUP, DaemonSignal.USR1, DaemonSignal.USR1, DaemonSignal.HUP),
                all());
    }

    @Test
    void without_a_signal_there_is_nothing() {
        assertEquals(Optional.empty(), pipe.next());
    }

    @Test
    void a_signal_from_another_process_arrives() throws IOException, InterruptedException {
        for (DaemonSignal signal : SIGNALS) {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal.name() + " " + PROCESS)
                    .start()
                    .waitFor();
            assertEquals(signal, await());
        }
    }

    private static DaemonSignal await() {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(limit)) {
            Optional<DaemonSignal> next = pipe.next();
            if (next.isPresent()) {
                return next.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the signal does not arrive");
    }

    @Test
    void a_flood_that_nobody_reads_stops_nobody_and_the_next_signal_arrives_after_it() {
        for (int i = 0; i < 100_000; i++) {
            send(DaemonSignal.USR1);
        }
        List<DaemonSignal> all = all();
        assertTrue(all.size() >= 4096 && all.size() < 100_000, "read " + all.size());
        assertTrue(all.stream().allMatch(signal -> signal == DaemonSignal.USR1));
        send(DaemonSignal.HUP);
        assertEquals(List.of(DaemonSignal.HUP), all());
    }

    @Test
    void no_child_inherits_the_pipe() throws IOException {
        String told = TestCalls.told(pipe.fd().number());
        assertTrue(told.contains("flags:\t02004000"), told); // O_CLOEXEC and O_NONBLOCK
    }
}
