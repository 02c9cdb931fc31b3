package org.jinetd.loop;

import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.RejectedExecutionException;
import org.jinetd.event.Veil;
import org.jinetd.hosts.HostName;
import org.jinetd.os.HostsAccess;
import org.jinetd.plan.Ip;

/** What is known of clients, and threads that find it out when they are told to. */
final class FakeGatehouse {

    final Map<String, String> names = new HashMap<>();
    HostsAccess hosts = HostsAccess.ABSENT;
    OptionalDouble load = OptionalDouble.of(0);
    boolean busy;
    int looksAtLoad;
    int lookUps;
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    Gatehouse asked() {
        return new Gatehouse(
                this::name,
                (daemon, peer, type, name) -> hosts.judge(daemon, peer, type, name),
                this::execute,
                () -> {
                    looksAtLoad++;
                    return load;
                },
                ZoneOffset.UTC,
                new Veil(new byte[] {1, 2, 3}),
                7);
    }

    private HostName name(Ip address) {
        lookUps++;
        return Optional.ofNullable(names.get(address.toString()))
                .map(HostName::new)
                .orElse(HostName.UNKNOWN);
    }

    private void execute(Runnable task) {
        if (busy) {
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }

    /** Returns how many questions have no answer yet. */
    int waiting() {
        return tasks.size();
    }

    /** Answers the first question. */
    void answers() {
        tasks.remove().run();
    }
}
