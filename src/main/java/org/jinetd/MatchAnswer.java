package org.jinetd;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.admit.AccessHours;
import org.jinetd.admit.AccessTree;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Circumstances;
import org.jinetd.admit.Commons;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Gate;
import org.jinetd.admit.HostsAccess;
import org.jinetd.event.EventText;
import org.jinetd.os.HostNames;
import org.jinetd.os.LoadAverage;
import org.jinetd.plan.Access;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Served;

/**
 * Says whether a service takes a client when it serves nobody else, and by which rule: by asking
 * the gate that the daemon asks.
 */
final class MatchAnswer {

    private final HostNames names;
    private final LoadAverage load;

    MatchAnswer(HostNames names, LoadAverage load) {
        this.names = names;
        this.load = load;
    }

    /** Returns a line. */
    String to(MatchQuestion question, Served service) {
        int minute = question.minuteOfWeek().orElseGet(MatchAnswer::now);
        // Of another time nobody knows the load.
        double busy = question.minuteOfWeek().isPresent() ? 0 : load.oneMinute().orElse(0);
        Circumstances here = Circumstances.of(minute, busy);
        Access access = service.settings().access();
        Gate gate = new Gate(service.admission(), access, new Commons(0));
        Ip client = question.client();
        Decision decision = gate.admit(client, 0, here);
        Optional<String> name = Optional.empty();
        boolean asked = false;
        if (decision instanceof Decision.Ask ask) {
            asked = ask.question() != Decision.Question.HOSTS;
            name = asked ? names.confirmed(client) : name;
            Answers answers =
                    new Answers(
                            ask.question(), name, Optional.of(new HostsAccess.Verdict.Granted()));
            decision = gate.admit(client, answers, 0, here);
        }
        String what = service.label() + " from " + client;
        if (asked) {
            what += name.map(known -> " (" + known + ")").orElse(" (no name)");
        }
        return EventText.printable(
                what + ": " + words(decision, rules(access, client, name, minute)));
    }

    private static String words(Decision decision, List<String> rules) {
        if (decision instanceof Decision.Refuse refusal) {
            return "refused: " + refusal.reason();
        }
        return "admitted" + (rules.isEmpty() ? "" : ": " + String.join(", ", rules));
    }

    /** Returns what lets the client in, and what is still to be asked. */
    private static List<String> rules(Access access, Ip client, Optional<String> name, int minute) {
        List<String> rules = new ArrayList<>();
        if (new AccessTree(access).judge(client, name)
                instanceof AccessTree.Verdict.Admitted admitted) {
            admitted.rule()
                    .ifPresent(rule -> rules.add("only-from: " + rule.clients() + at(rule.at())));
        }
        new AccessHours(access.hours())
                .at(minute)
                .ifPresent(hours -> rules.add("access-times" + at(hours.at())));
        if (access.hostsAccess() == Access.HostsAccess.ASKED) {
            rules.add("if hosts.allow and hosts.deny agree");
        }
        return rules;
    }

    private static String at(Object place) {
        return " (" + place + ")";
    }

    private static int now() {
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        return AccessHours.minuteOfWeek(now.getDayOfWeek(), now.toLocalTime());
    }
}
