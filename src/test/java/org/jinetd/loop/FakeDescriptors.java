package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import org.jinetd.os.Fd;

/** The descriptor table of a process. */
final class FakeDescriptors {

    private final TreeMap<Integer, Fd> byNumber = new TreeMap<>();

    /** Returns the lowest free descriptor, as the kernel does: the one that was just closed. */
    Fd take() {
        int number = 3;
        while (byNumber.containsKey(number)) {
            number++;
        }
        Fd fd = new Fd(number);
        byNumber.put(number, fd);
        return fd;
    }

    void requireOpen(Fd fd) {
        assertTrue(fd.isOpen(), "the descriptor is closed");
        assertTrue(byNumber.get(fd.number()) == fd, "the descriptor is somebody else's");
    }

    void give(Fd fd) {
        byNumber.remove(fd.release());
    }

    Collection<Fd> all() {
        return Collections.unmodifiableCollection(byNumber.values());
    }
}
