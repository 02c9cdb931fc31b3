package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jinetd.builtin.Builtins;
import org.jinetd.child.Environment;
import org.jinetd.child.Recipe;
import org.jinetd.event.Event;
import org.jinetd.loop.Planner.Planned;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Plan;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A daemon on a fake system. Each step of a scenario lets it do all that it can do without time
 * going by; a daemon that would go on for ever fails, and so does one that has a descriptor left
 * after its end.
 */
final class Scenario implements AfterEachCallback {

    /** More turns than any scenario needs. */
    private static final int MOST_TURNS = 20_000;

    final FakeOs os;
    final FakeRegister register = new FakeRegister();
    final FakeFiles files = new FakeFiles();
    final FakeGatehouse gatehouse = new FakeGatehouse();
    final FakeSignals signals;
    final FakeAddresses addresses;
    final List<Event> events = new ArrayList<>();
    final FakeSupervisor supervisor = new FakeSupervisor();
    final FakeStore store;
    private final long seed;
    private final Daemon daemon;
    private boolean talkersAreBusy;

    Scenario() {
        this(new Random().nextLong());
    }

    Scenario(long seed) {
        this(seed, Settings.Connections.LOGGED);
    }

    /** Returns one that does not log what goes well. */
    static Scenario quiet() {
        return new Scenario(new Random().nextLong(), Settings.Connections.QUIET);
    }

    private Scenario(long seed, Settings.Connections connections) {
        this.seed = seed;
        os = new FakeOs(new Random(seed));
        signals = new FakeSignals(os);
        addresses = new FakeAddresses(os);
        store = new FakeStore(os);
        daemon =
                new Daemon(
                        new Host(
                                os.clock,
                                os.poller,
                                os,
                                os.children,
                                os.sources,
                                new Registrar(register, Runnable::run),
                                gatehouse.asked()),
                        new Daemon.TalkersHost(
                                os.talkersPoller,
                                os,
                                new Builtins(ZoneOffset.UTC),
                                Set.of(Ip.parse("192.0.2.255").orElseThrow())),
                        new Settings(128, connections),
                        new Recipe(
                                Environment.of(List.of(), Environment.Laundering.FULL),
                                Recipe.Powers.ROOT),
                        events::add,
                        new Daemon.Planning(files, files),
                        new Daemon.Supervision(supervisor, store));
    }

    // Given.

    Scenario serves(String... lines) {
        files.contain(lines);
        begin();
        return this;
    }

    Scenario serves(Plan plan) {
        files.mean(plan);
        begin();
        return this;
    }

    private void begin() {
        if (files.plan(Plan.EMPTY) instanceof Outcome.Done<Planned> first) {
            daemon.loop().begin(first.value());
        }
        daemon.loop().obey(signals);
        daemon.loop().heed(addresses);
        settle();
    }

    // When.

    /** Reloads with another configuration. */
    void reloads(String... lines) {
        files.contain(lines);
        reloads();
    }

    void reloads(Plan plan) {
        files.mean(plan);
        reloads();
    }

    void reloads() {
        gets(DaemonSignal.HUP);
        while (files.waiting() > 0) {
            files.read();
            settle();
        }
    }

    void gets(DaemonSignal signal) {
        signals.send(signal);
        settle();
    }

    Client connects(String endpoint) {
        Client client = os.connect(endpoint);
        settle();
        return client;
    }

    void datagram(String endpoint, String text) {
        os.send(endpoint, text);
        settle();
    }

    /** Lets the first start under way succeed. */
    FakeProcess starts() {
        FakeProcess process = os.children.pending().get(0).succeeds();
        settle();
        return process;
    }

    void startFails(String step, Errno errno) {
        os.children.pending().get(0).fails(step, errno);
        settle();
    }

    void ends(FakeProcess process, int waitStatus) {
        process.ends(waitStatus);
        settle();
    }

    void ends(FakeProcess process) {
        ends(process, 0);
    }

    /** Lets the talkers do nothing until {@link #talkersGoOn}. */
    void talkersAreBusy() {
        talkersAreBusy = true;
    }

    void talkersGoOn() {
        talkersAreBusy = false;
        settle();
    }

    /** Goes on until nothing is left to do now. */
    void settle() {
        int turns = 0;
        do {
            assertTrue(turns++ < MOST_TURNS, "it spins");
            turn();
        } while (os.poller.hasWork() || (!talkersAreBusy && os.talkersPoller.hasWork()));
        turn(); // which finds nothing, but tells how long to wait
    }

    /** Lets each thread turn once. */
    void turn() {
        daemon.loop().turn();
        if (!talkersAreBusy) {
            daemon.turnTalkers();
        }
    }

    /**
     * Lets time go by, from deadline to deadline.
     *
     * @return how often the daemon woke up meanwhile
     */
    int passes(Duration time) {
        settle();
        long left = time.toNanos();
        int wakeUps = 0;
        for (long wait = untilNext(); left > 0 && wait <= left; wait = untilNext()) {
            assertTrue(wakeUps++ < MOST_TURNS, "it ticks");
            os.clock.advance(wait);
            left -= wait;
            settle();
        }
        os.clock.advance(left);
        settle();
        return wakeUps;
    }

    private long untilNext() {
        return Math.min(os.poller.asked(), os.talkersPoller.asked());
    }

    // Then.

    boolean isIdleForEver() {
        return untilNext() == Poller.FOREVER;
    }

    boolean isDone() {
        return daemon.loop().isDone();
    }

    /** Returns what it has said of this kind since the last {@link #forgets}. */
    <E extends Event> List<E> said(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends Event> E saidOnce(Class<E> kind) {
        List<E> all = said(kind);
        assertEquals(1, all.size(), () -> kind.getSimpleName() + " in " + events);
        return all.get(0);
    }

    /** Forgets what was said so far. */
    void forgets() {
        events.clear();
    }

    /** Returns whether the daemon would wake up for a client there. */
    boolean isPolled(String endpoint) {
        return os.poller.interestIn(os.listener(endpoint).fd).read();
    }

    /** Returns the line about a listener that USR1 asks for. */
    String status(String endpoint) {
        return statuses().stream()
                .filter(line -> line.contains(" " + endpoint + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is said of " + endpoint));
    }

    List<String> statuses() {
        List<Event> before = List.copyOf(events);
        events.clear();
        gets(DaemonSignal.USR1);
        List<String> lines = said(Event.Status.class).stream().map(Event.Status::line).toList();
        events.clear();
        events.addAll(before);
        return lines;
    }

    Collection<Listener> listeners() {
        return daemon.loop().listeners();
    }

    List<RunningService> behindTcpmux() {
        return daemon.loop().behindTcpmux();
    }

    List<String> listening() {
        return os.listeners().stream().map(listener -> listener.endpoint.toString()).toList();
    }

    /** Ends it in good order, and looks at what is left. */
    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String again = "to see it again: new Scenario(" + seed + "L)";
            context.getExecutionException().get().addSuppressed(new AssertionError(again));
        } else {
            end();
        }
    }

    void end() {
        talkersAreBusy = false;
        os.everythingSucceeds();
        os.listeners().forEach(listener -> listener.backlog.clear());
        os.listeners().forEach(listener -> listener.mails.clear());
        os.sources.loseAll();
        settle(); // a client of tcpmux may have asked already
        while (!os.children.pending().isEmpty()) {
            startFails("execve", Errno.ENOENT);
        }
        os.children.running().stream()
                .filter(process -> process.ended.isEmpty())
                .forEach(FakeProcess::ends);
        settle();
        for (Opened opened : os.open()) {
            if (opened instanceof Client client) {
                client.resets();
            }
        }
        settle();
        store.borrowersEnd();
        settle();
        if (!isDone()) {
            gets(DaemonSignal.TERM);
        }
        passes(Duration.ofSeconds(1)); // what is drained is looked at once a second
        assertTrue(isDone(), "it does not end");
        passes(Duration.ofMillis(10)); // sockets that stragglers may still come to
        assertEquals(List.of(signals, addresses), os.open(), "descriptors are left");
        assertEquals(List.of(), os.children.running(), "children are not reaped");
    }
}
