package org.jinetd.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.plan.Endpoint;

/** What goes wrong. A call is its name, or its name and an endpoint: "accept *:7/tcp". */
class Failures {

    private final Map<String, Errno> failing = new HashMap<>();
    private final Map<String, Deque<Errno>> failingOnce = new HashMap<>();

    /** Lets all calls fail until they {@linkplain #succeeds succeed}. */
    void fails(String call, Errno errno) {
        failing.put(call, errno);
    }

    void succeeds(String call) {
        failing.remove(call);
    }

    /** Lets the next calls fail, each with the next error. */
    void failsOnce(String call, Errno... errnos) {
        failingOnce.computeIfAbsent(call, c -> new ArrayDeque<>()).addAll(List.of(errnos));
    }

    void everythingSucceeds() {
        failing.clear();
        failingOnce.clear();
    }

    Optional<Errno> failure(String call, Endpoint endpoint) {
        return failure(call + " " + endpoint).or(() -> failure(call));
    }

    Optional<Errno> failure(String call) {
        Deque<Errno> once = failingOnce.getOrDefault(call, new ArrayDeque<>());
        return once.isEmpty() ? Optional.ofNullable(failing.get(call)) : Optional.of(once.remove());
    }
}
