package org.jinetd.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Decision.Question;
import org.jinetd.admit.HostsJudgement;
import org.jinetd.hosts.HostName;
import org.jinetd.os.HostNames;
import org.jinetd.os.HostsAccess.Treatment;
import org.jinetd.plan.Admission.SourcePrefix;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Prefix;
import org.jinetd.plan.SocketType;

/**
 * Finds out about clients what takes time, on other threads, and tells the loop. Names are
 * remembered for a while, and asked for once however many clients of an address wait. What is not
 * known in time is as if there were no name, and a refusal of hosts.deny.
 */
final class Inquiries {

    /** How long a name is waited for. */
    static final long NAME_DEADLINE_NANOS = 5_000_000_000L;

    /**
     * The same for what hosts.allow and hosts.deny say: enough for a client's name, its user and
     * one command of {@code aclexec}, which have about ten seconds each.
     */
    static final long HOSTS_DEADLINE_NANOS = 30_000_000_000L;

    /** Questions under way, over all services. */
    static final int MOST = 256;

    /**
     * Threads that clients of one network may occupy, so that one whose names nobody serves cannot
     * keep the others' from being looked up: a thread may be stuck for longer than anybody waits.
     */
    static final int MOST_OF_A_NETWORK = 8;

    /** IPv4 networks of the smallest size that is routed, IPv6 networks as hosts are given. */
    private static final SourcePrefix NETWORK = new SourcePrefix(24, 64);

    /** How long a name holds; names change rarely, and whoever changes one expects to wait. */
    static final long NAME_NANOS = 60_000_000_000L;

    /** The same, for the absence of a name, which may well be a failure. */
    static final long NO_NAME_NANOS = 5_000_000_000L;

    /** Names that are remembered, about 200 bytes each. */
    static final int MOST_NAMES = 4096;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Gatehouse gatehouse;
    private final Reactor reactor;
    private final Map<Ip, Name> names = new LinkedHashMap<>();
    private final Map<Ip, List<Consumer<HostName>>> waiting = new LinkedHashMap<>();
    private final Map<Prefix, Integer> occupied = new HashMap<>();
    private int underWay;

    private record Name(HostName name, long until) {}

    /** A client of a service. */
    record Caller(String daemon, SocketType type, Peer.Inet peer) {}

    /**
     * What was found out.
     *
     * @param answers the same for the gate
     * @param treatment what hosts.allow and hosts.deny say; nothing where they were not asked, or
     *     did not answer in time
     */
    record Found(Answers answers, Treatment treatment) {}

    Inquiries(Gatehouse gatehouse, Reactor reactor) {
        this.gatehouse = gatehouse;
        this.reactor = reactor;
    }

    /**
     * Asks, and tells the loop later, or at once where it is known already.
     *
     * @param told gets nothing when too much is under way
     */
    void ask(Question question, Caller caller, Consumer<Optional<Found>> told) {
        if (question == Question.NAME) {
            askName(
                    caller.peer().remote().unmapped(),
                    name -> told.accept(name.map(known -> foundName(question, known))));
        } else {
            askHosts(question, caller, told);
        }
    }

    private static Found foundName(Question question, HostName name) {
        return new Found(
                new Answers(question, HostNames.confirmed(name), Optional.empty()), Treatment.NONE);
    }

    private void askName(Ip address, Consumer<Optional<HostName>> told) {
        Optional<HostName> known = remembered(address);
        if (known.isPresent()) {
            told.accept(known);
            return;
        }
        List<Consumer<HostName>> others = waiting.get(address);
        if (others != null) {
            others.add(name -> told.accept(Optional.of(name)));
            return;
        }
        List<Consumer<HostName>> all = new ArrayList<>();
        all.add(name -> told.accept(Optional.of(name)));
        Inquiry<HostName> inquiry =
                new Inquiry<>(
                        HostName.UNKNOWN,
                        name -> {
                            waiting.remove(address);
                            remember(address, name);
                            all.forEach(each -> each.accept(name));
                        });
        waiting.put(address, all);
        if (!inquiry.begin(address, () -> gatehouse.names().of(address), NAME_DEADLINE_NANOS)) {
            waiting.remove(address);
            told.accept(Optional.empty());
        }
    }

    /**
     * What the thread of a look-up has found out.
     *
     * @param name empty when it was not looked up
     */
    private record Heard(Optional<HostName> name, Found found) {}

    private void askHosts(Question question, Caller caller, Consumer<Optional<Found>> told) {
        Ip address = caller.peer().remote().unmapped();
        Optional<HostName> known = remembered(address);
        Inquiry<Heard> inquiry =
                new Inquiry<>(
                        tooLate(question),
                        heard -> {
                            if (known.isEmpty()) {
                                heard.name().ifPresent(name -> remember(address, name));
                            }
                            told.accept(Optional.of(heard.found()));
                        });
        if (!inquiry.begin(address, () -> heard(question, caller, known), HOSTS_DEADLINE_NANOS)) {
            told.accept(Optional.empty());
        }
    }

    private Heard heard(Question question, Caller caller, Optional<HostName> known) {
        OneName name = new OneName(caller.peer().remote().unmapped(), known);
        if (question == Question.NAME_AND_HOSTS) {
            HostName unused = name.get();
        }
        Treatment treatment =
                gatehouse.hosts().judge(caller.daemon(), caller.peer(), caller.type(), name::get);
        HostsJudgement judgement = HostsJudgement.of(treatment.verdict());
        Optional<String> confirmed = name.ifKnown().flatMap(HostNames::confirmed);
        return new Heard(
                name.ifKnown(),
                new Found(new Answers(question, confirmed, Optional.of(judgement)), treatment));
    }

    private static Heard tooLate(Question question) {
        String why = "not known within " + HOSTS_DEADLINE_NANOS / NANOS_PER_SECOND + " s";
        return new Heard(
                Optional.empty(),
                new Found(
                        new Answers(
                                question,
                                Optional.empty(),
                                Optional.of(HostsJudgement.denied(why))),
                        Treatment.NONE));
    }

    private Optional<HostName> remembered(Ip address) {
        Name name = names.get(address);
        return name != null && name.until - reactor.now() > 0
                ? Optional.of(name.name)
                : Optional.empty();
    }

    private void remember(Ip address, HostName name) {
        long holds = name.isKnown() ? NAME_NANOS : NO_NAME_NANOS;
        names.remove(address); // the latest to the end
        names.put(address, new Name(name, reactor.now() + holds));
        if (names.size() > MOST_NAMES) {
            names.remove(names.keySet().iterator().next());
        }
    }

    int underWay() {
        return underWay;
    }

    private void leaves(Prefix network) {
        occupied.computeIfPresent(network, (same, threads) -> threads > 1 ? threads - 1 : null);
    }

    /** The name of a client, looked up once at most; belongs to the thread of one look-up. */
    private final class OneName {
        private final Ip address;
        private Optional<HostName> known;

        OneName(Ip address, Optional<HostName> known) {
            this.address = address;
            this.known = known;
        }

        HostName get() {
            HostName name = known.orElseGet(() -> gatehouse.names().of(address));
            known = Optional.of(name);
            return name;
        }

        Optional<HostName> ifKnown() {
            return known;
        }
    }

    /** One question under way. */
    private final class Inquiry<T> {
        private final T otherwise;
        private final Consumer<T> told;
        private Optional<Timers.Timer> deadline = Optional.empty();
        private boolean over;

        Inquiry(T otherwise, Consumer<T> told) {
            this.otherwise = otherwise;
            this.told = told;
        }

        /** Returns whether somebody has time for it. */
        boolean begin(Ip client, Supplier<T> question, long nanos) {
            Prefix network = NETWORK.of(client);
            int threads = occupied.getOrDefault(network, 0);
            if (underWay >= MOST || threads >= MOST_OF_A_NETWORK) {
                return false;
            }
            try {
                gatehouse
                        .lookUps()
                        .execute(
                                () -> {
                                    try {
                                        T answer = question.get();
                                        reactor.post(() -> end(answer));
                                    } finally {
                                        reactor.post(() -> leaves(network));
                                    }
                                });
            } catch (RejectedExecutionException e) {
                return false;
            }
            occupied.put(network, threads + 1);
            underWay++;
            deadline = Optional.of(reactor.after(nanos, () -> end(otherwise)));
            return true;
        }

        private void end(T answer) {
            if (!over) {
                over = true;
                underWay--;
                deadline.ifPresent(Timers.Timer::callOff);
                told.accept(answer);
            }
        }
    }
}
