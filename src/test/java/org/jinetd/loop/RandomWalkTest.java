package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.plan.Action;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Ip;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anything may happen at any time, in any order; the counts are right all the same. */
class RandomWalkTest {

    private static final int STEPS = 300;
    private static final Action TCPMUX = new Action.Internal(BuiltIn.TCPMUX);
    private static final List<Errno> ERRORS =
            List.of(
                    Errno.EMFILE,
                    Errno.ECONNABORTED,
                    Errno.EINTR,
                    Errno.EINVAL,
                    Errno.EAGAIN,
                    Errno.ENOBUFS,
                    Errno.EPERM,
                    Errno.ECONNRESET);

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_client_and_no_child_is_forgotten_or_counted_twice(long seed) {
        Walk walk = new Walk(seed);
        for (int i = 0; i < STEPS; i++) {
            walk.step();
            walk.check();
        }
        walk.daemon.end();
    }

    private static final class Walk {
        private final Random random;
        private final RandomLines lines;
        private final Scenario daemon;

        Walk(long seed) {
            random = new Random(seed);
            lines = RandomLines.limited(random);
            daemon = new Scenario(seed);
            daemon.os.poller.inAnyOrder(random);
            daemon.os.talkersPoller.inAnyOrder(random);
            daemon.serves(lines.apart());
        }

        void step() {
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> comes();
                case 4, 5 -> startIsReported();
                case 6, 7 -> childEnds();
                case 8, 9 -> talks();
                case 10 -> goesWrong();
                case 11 -> daemon.os.everythingSucceeds();
                case 12 -> daemon.reloads(lines.apart());
                case 13 -> signals();
                case 14 -> talkersStopOrGoOn();
                default -> daemon.passes(Duration.ofMillis(random.nextInt(90_000)));
            }
            daemon.settle();
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private void comes() {
            for (int i = random.nextInt(20); i > 0 && !daemon.os.listeners().isEmpty(); i--) {
                FakeListener listener = any(daemon.os.listeners());
                Ip from = Ip.v4(0xc0000200 + random.nextInt(4));
                String endpoint = listener.endpoint.toString();
                if (listener.endpoint.type() == SocketType.DATAGRAM) {
                    daemon.os.send(endpoint, from, random.nextInt(0x10000), "x");
                } else {
                    daemon.os.connect(endpoint, from, random.nextInt(30)); // 20 is refused
                }
            }
            if (random.nextInt(4) == 0) {
                daemon.os.poller.lieOnce();
                daemon.os.talkersPoller.lieOnce();
            }
        }

        private void startIsReported() {
            for (int i = random.nextInt(5); i > 0 && !daemon.os.children.pending().isEmpty(); i--) {
                FakeChildren.Start start = any(daemon.os.children.pending());
                switch (random.nextInt(6)) {
                    case 0 -> start.fails("clone", Errno.EAGAIN);
                    case 1 -> start.fails("execve", Errno.ENOENT);
                    case 2 -> start.succeeds().ends(); // before anybody has heard of it
                    default -> start.succeeds();
                }
            }
        }

        private void childEnds() {
            List<FakeProcess> alive =
                    daemon.os.children.running().stream().filter(p -> p.ended.isEmpty()).toList();
            if (alive.isEmpty()) {
                return;
            }
            FakeProcess process = any(alive);
            process.borrowed.ifPresent(
                    listener -> {
                        if (random.nextBoolean()) {
                            listener.backlog.clear();
                            listener.mails.clear();
                        }
                    });
            process.ends(random.nextBoolean() ? random.nextInt(256) << 8 : 1 + random.nextInt(64));
        }

        private List<Client> conversations() {
            List<Client> all = new ArrayList<>();
            for (Opened opened : daemon.os.open()) {
                if (opened instanceof Client client && !client.isBlocking) {
                    all.add(client);
                }
            }
            return all;
        }

        private void talks() {
            for (Client client : conversations()) {
                switch (random.nextInt(12)) {
                    case 0 -> client.resets();
                    case 1 -> client.saysNoMore();
                    case 2 -> client.takesOnly(random.nextInt(4));
                    case 3 -> client.takesOnly(1000);
                    case 4, 5 -> client.says("hello");
                    case 6, 7, 8 -> client.says(any(List.of("a\r\n", "B\r\n", "help\n", "\n")));
                    default -> {}
                }
            }
        }

        private void goesWrong() {
            switch (random.nextInt(4)) {
                case 0 -> daemon.os.fails("accept", any(ERRORS.subList(0, 1)));
                case 1 -> daemon.os.fails("open", Errno.EADDRINUSE);
                case 2 -> daemon.os.failsOnce("accept", any(ERRORS), any(ERRORS));
                default -> daemon.os.failsOnce("read", any(ERRORS));
            }
        }

        private void signals() {
            daemon.gets(random.nextBoolean() ? DaemonSignal.HUP : DaemonSignal.USR1);
            if (daemon.files.waiting() > 0 && random.nextBoolean()) {
                daemon.files.read();
            }
        }

        private void talkersStopOrGoOn() {
            if (random.nextBoolean()) {
                daemon.talkersAreBusy();
            } else {
                daemon.talkersGoOn();
            }
        }

        void check() {
            Set<RunningService> services = new LinkedHashSet<>();
            daemon.listeners().forEach(listener -> services.add(listener.service()));
            services.addAll(daemon.behindTcpmux());
            int conversations = 0;
            int ofTcpmux = 0;
            for (RunningService service : services) {
                int children = daemon.os.children.of(service.lane());
                if (service.service().action() instanceof Action.Execute) {
                    assertEquals(children, service.gate().running(), service.name());
                } else if (service.service().action().equals(TCPMUX)) {
                    ofTcpmux += service.gate().running();
                } else {
                    conversations += service.gate().running();
                }
                assertTrue(service.starting() >= 0 && service.starting() <= children);
            }
            String state = daemon.statuses().get(0);
            int told = number(state, "conversations");
            int starts = daemon.os.children.pending().size();
            assertTrue(conversations <= told, state);
            assertTrue(conversations + ofTcpmux <= told + starts, state);
            assertEquals(daemon.os.children.running().size(), number(state, "children"));
        }

        private static int number(String state, String name) {
            String rest = state.substring(state.indexOf(" " + name + "=") + name.length() + 2);
            return Integer.parseInt(rest.split(" ")[0]);
        }
    }
}
