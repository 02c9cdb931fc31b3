package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.jinetd.child.ExitStatus;
import org.jinetd.os.Child;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children whose end the kernel does not tell: it refuses to watch what stands for a pidfd. */
@Timeout(30)
class ChildEndsTest {

    private static final int O_RDONLY_CLOEXEC = 0x8_0000;
    private static final POSIX SYSTEM = POSIXFactory.getNativePOSIX();

    private final ChildEnds ends = ((Outcome.Done<ChildEnds>) ChildEnds.open()).value();
    private final List<String> buried = new ArrayList<>();

    private static Child unwatchable(String script) {
        int pid =
                (int) SYSTEM.posix_spawnp("sh", List.of(), List.of("sh", "-c", script), List.of());
        assertTrue(pid > 0);
        int file = TestCalls.good(LibC.INSTANCE.open("/etc/passwd", O_RDONLY_CLOEXEC, 0));
        return new Child(pid, new Fd(file));
    }

    /** Waits as the loop does, until the descriptor is readable. */
    private void takeWhenReadable() throws FailedCall {
        EpollSet loop = EpollSet.open(EpollSet.Control.KERNEL);
        assertEquals(0, loop.add(ends.fd().number(), EpollSet.EPOLLIN, 1));
        assertEquals(1, loop.await(20_000_000_000L));
        loop.close();
        ends.take(
                (child, ended) ->
                        buried.add(
                                child.pid() + " " + ((ExitStatus.Exited) ended.status()).code()));
    }

    @Test
    void the_end_of_one_that_is_not_watched_is_found_though_no_other_ends() throws FailedCall {
        Child child = unwatchable("exit 3");
        ends.watch(child);
        while (buried.isEmpty()) {
            takeWhenReadable();
        }
        assertEquals(List.of(child.pid() + " 3"), buried);
    }

    @Test
    void as_long_as_it_runs_it_is_looked_at_again_and_nothing_keeps_the_loop_awake()
            throws FailedCall {
        Child child = unwatchable("sleep 2; exit 4");
        ends.watch(child);
        int looks = 0;
        while (buried.isEmpty()) {
            takeWhenReadable();
            looks++;
        }
        assertEquals(List.of(child.pid() + " 4"), buried);
        assertTrue(looks >= 2 && looks <= 10, () -> "looked at more than once a second");
    }
}
