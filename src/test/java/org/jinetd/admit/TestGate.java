package org.jinetd.admit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jinetd.plan.Access;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;

/** A gate whose clients leave in the order they came, and that answers in a word. */
final class TestGate {

    final Gate gate;
    private final Map<Ip, Deque<Source>> inside = new HashMap<>();
    private final Deque<Source> withoutAddress = new ArrayDeque<>();
    private final Access access;
    Circumstances here = Circumstances.of(0, 0);

    TestGate(Limits limits) {
        this(Admission.of(limits), Access.EVERYBODY, new Commons(7));
    }

    TestGate(Admission admission, Access access, Commons commons) {
        this.access = access;
        gate = new Gate(admission, access, commons);
    }

    void retune(Limits limits) {
        gate.retune(Admission.of(limits), access);
    }

    /** Returns the word of the reason, with the end of a pause; nothing for who comes in. */
    String admit(Ip client, long now) {
        Decision decision = gate.admit(client, now, here);
        if (decision instanceof Decision.Admit) {
            return word(decision, inside.computeIfAbsent(client, ip -> new ArrayDeque<>()));
        }
        return word(decision, new ArrayDeque<>());
    }

    String admit(Ip client, Answers answers, long now) {
        Decision decision = gate.admit(client, answers, now, here);
        if (decision instanceof Decision.Admit) {
            return word(decision, inside.computeIfAbsent(client, ip -> new ArrayDeque<>()));
        }
        return word(decision, new ArrayDeque<>());
    }

    String admit(long now) {
        return word(gate.admit(now, here), withoutAddress);
    }

    private static String word(Decision decision, Deque<Source> in) {
        if (decision instanceof Decision.Admit admit) {
            in.add(admit.source());
            return "";
        }
        if (decision instanceof Decision.Refuse refusal) {
            return refusal.reason().kind().word();
        }
        if (decision instanceof Decision.Pause pause) {
            return pause.reason().kind().word() + " until " + pause.untilNanos();
        }
        if (decision instanceof Decision.ShutOut shutOut) {
            return "shut out until " + shutOut.ban().untilNanos();
        }
        return "ask " + ((Decision.Ask) decision).question();
    }

    void ended(Ip client) {
        ended(client, 0);
    }

    void ended(Ip client, long now) {
        Deque<Source> of = inside.getOrDefault(client, new ArrayDeque<>());
        if (of.isEmpty()) {
            throw new IllegalStateException("more ends than starts");
        }
        gate.ended(of.remove(), now);
        if (of.isEmpty()) {
            inside.remove(client);
        }
    }

    void ended() {
        if (withoutAddress.isEmpty()) {
            throw new IllegalStateException("more ends than starts");
        }
        gate.ended(withoutAddress.remove(), 0);
    }

    boolean isFull() {
        return gate.isFull();
    }

    int running() {
        return gate.running();
    }

    int running(Ip client) {
        return gate.running(client);
    }

    int sources() {
        return gate.sources();
    }
}
