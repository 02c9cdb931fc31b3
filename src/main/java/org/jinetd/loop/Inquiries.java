package org.jinetd.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Decision.Question;
import org.jinetd.admit.HostsAccess;
import org.jinetd.admit.Reason;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;

/**
 * Finds out about clients what takes time, on other threads, and tells the loop. Names are
 * remembered for a while, and asked for once however many clients of an address wait. What is not
 * known in time is as if there were no name, and a refusal of hosts.deny.
 */
final class Inquiries {

    static final long DEADLINE_NANOS = 5_000_000_000L;

    /** Questions under way, over all services. */
    static final int MOST = 256;

    /** How long a name holds; names change rarely, and whoever changes one expects to wait. */
    static final long NAME_NANOS = 60_000_000_000L;

    /** The same, for the absence of a name, which may well be a failure. */
    static final long NO_NAME_NANOS = 5_000_000_000L;

    /** Names that are remembered, about 200 bytes each. */
    static final int MOST_NAMES = 4096;

    private final Gatehouse gatehouse;
    private final Reactor reactor;
    private final Map<Ip, Name> names = new LinkedHashMap<>();
    private final Map<Ip, List<Consumer<Optional<String>>>> waiting = new LinkedHashMap<>();
    private int underWay;

    private record Name(Optional<String> name, long until) {}

    Inquiries(Gatehouse gatehouse, Reactor reactor) {
        this.gatehouse = gatehouse;
        this.reactor = reactor;
    }

    /**
     * Asks, and tells the loop later, or at once where it is known already.
     *
     * @param daemon how hosts.allow calls the service
     * @param told gets nothing when too much is under way
     */
    void ask(Question question, String daemon, Peer.Inet peer, Consumer<Optional<Answers>> told) {
        Ip address = peer.remote().unmapped();
        if (question == Question.NAME) {
            askName(
                    address,
                    name -> told.accept(name.map(n -> new Answers(question, n, Optional.empty()))));
        } else {
            askHosts(question, daemon, peer, told);
        }
    }

    private void askName(Ip address, Consumer<Optional<Optional<String>>> told) {
        Optional<Optional<String>> known = remembered(address);
        if (known.isPresent()) {
            told.accept(known);
            return;
        }
        List<Consumer<Optional<String>>> others = waiting.get(address);
        if (others != null) {
            others.add(name -> told.accept(Optional.of(name)));
            return;
        }
        List<Consumer<Optional<String>>> all = new ArrayList<>();
        all.add(name -> told.accept(Optional.of(name)));
        Inquiry<Optional<String>> inquiry =
                new Inquiry<>(
                        Optional.empty(),
                        name -> {
                            waiting.remove(address);
                            remember(address, name);
                            all.forEach(each -> each.accept(name));
                        });
        waiting.put(address, all);
        if (!inquiry.begin(() -> gatehouse.names().confirmed(address))) {
            waiting.remove(address);
            told.accept(Optional.empty());
        }
    }

    private void askHosts(
            Question question, String daemon, Peer.Inet peer, Consumer<Optional<Answers>> told) {
        Ip address = peer.remote().unmapped();
        Optional<Optional<String>> known = remembered(address);
        Inquiry<Answers> inquiry =
                new Inquiry<>(
                        answers(question, Optional.empty(), tooLate()),
                        answers -> {
                            if (question == Question.NAME_AND_HOSTS) {
                                remember(address, answers.name());
                            }
                            told.accept(Optional.of(answers));
                        });
        boolean begun =
                inquiry.begin(
                        () -> {
                            OneName name = new OneName(address, known);
                            if (question == Question.NAME_AND_HOSTS) {
                                name.get();
                            }
                            HostsAccess.Verdict verdict =
                                    gatehouse.hosts().judge(daemon, peer, name::get);
                            return answers(question, name.ifKnown(), verdict);
                        });
        if (!begun) {
            told.accept(Optional.empty());
        }
    }

    private static Answers answers(
            Question question, Optional<String> name, HostsAccess.Verdict verdict) {
        return new Answers(question, name, Optional.of(verdict));
    }

    private static HostsAccess.Verdict tooLate() {
        return new HostsAccess.Verdict.Denied(Reason.of(Reason.Kind.HOSTS, "not known within 5 s"));
    }

    private Optional<Optional<String>> remembered(Ip address) {
        Name name = names.get(address);
        return name != null && name.until - reactor.now() > 0
                ? Optional.of(name.name)
                : Optional.empty();
    }

    private void remember(Ip address, Optional<String> name) {
        long holds = name.isPresent() ? NAME_NANOS : NO_NAME_NANOS;
        names.remove(address); // the latest to the end
        names.put(address, new Name(name, reactor.now() + holds));
        if (names.size() > MOST_NAMES) {
            names.remove(names.keySet().iterator().next());
        }
    }

    int underWay() {
        return underWay;
    }

    /** The name of a client, looked up once at most; belongs to the thread of one look-up. */
    private final class OneName {
        private final Ip address;
        private Optional<Optional<String>> known;

        OneName(Ip address, Optional<Optional<String>> known) {
            this.address = address;
            this.known = known;
        }

        Optional<String> get() {
            if (known.isEmpty()) {
                known = Optional.of(gatehouse.names().confirmed(address));
            }
            return known.get();
        }

        Optional<String> ifKnown() {
            return known.flatMap(name -> name);
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
        boolean begin(Supplier<T> question) {
            if (underWay >= MOST) {
                return false;
            }
            try {
                gatehouse
                        .lookUps()
                        .execute(
                                () -> {
                                    T answer = question.get();
                                    reactor.post(() -> end(answer));
                                });
            } catch (RejectedExecutionException e) {
                return false;
            }
            underWay++;
            deadline = Optional.of(reactor.after(DEADLINE_NANOS, () -> end(otherwise)));
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
