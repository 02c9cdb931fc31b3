package org.jinetd;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jinetd.admit.AccessHours;
import org.jinetd.admit.AccessTree;
import org.jinetd.admit.Answers;
import org.jinetd.admit.Circumstances;
import org.jinetd.admit.Commons;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Gate;
import org.jinetd.admit.HostsJudgement;
import org.jinetd.event.EventText;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsRequest;
import org.jinetd.hosts.HostsVerdict;
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
    private final Hosts hosts;

    /** What hosts.allow and hosts.deny say, without anything being done of it. */
    @FunctionalInterface
    interface Hosts {
        HostsVerdict verdict(HostsRequest request, Supplier<HostName> clientName);
    }

    MatchAnswer(HostNames names, LoadAverage load, Hosts hosts) {
        this.names = names;
        this.load = load;
        this.hosts = hosts;
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
        Optional<HostsVerdict> verdict = Optional.empty();
        boolean asked = false;
        if (decision instanceof Decision.Ask ask) {
            asked = ask.question() != Decision.Question.HOSTS;
            name = asked ? HostNames.confirmed(names.of(client)) : name;
            verdict =
                    ask.question() == Decision.Question.NAME
                            ? verdict
                            : Optional.of(verdict(client, service));
            Answers answers = new Answers(ask.question(), name, verdict.map(HostsJudgement::of));
            decision = gate.admit(client, answers, 0, here);
        }
        String what = service.label() + " from " + client;
        if (asked) {
            what += name.map(known -> " (" + known + ")").orElse(" (no name)");
        }
        return EventText.printable(
                what + ": " + words(decision, rules(access, client, name, minute, verdict)));
    }

    private static String words(Decision decision, List<String> rules) {
        if (decision instanceof Decision.Refuse refusal) {
            return "refused: " + refusal.reason();
        }
        return "admitted" + (rules.isEmpty() ? "" : ": " + String.join(", ", rules));
    }

    /** Returns what lets the client in, and what is still to be asked. */
    private static List<String> rules(
            Access access,
            Ip client,
            Optional<String> name,
            int minute,
            Optional<HostsVerdict> hosts) {
        List<String> rules = new ArrayList<>();
        if (new AccessTree(access).judge(client, name)
                instanceof AccessTree.Verdict.Admitted admitted) {
            admitted.rule()
                    .ifPresent(rule -> rules.add("only-from: " + rule.clients() + at(rule.at())));
        }
        new AccessHours(access.hours())
                .at(minute)
                .ifPresent(hours -> rules.add("access-times" + at(hours.at())));
        hosts.ifPresent(verdict -> rules.add(words(verdict)));
        return rules;
    }

    private static String words(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Twisted twisted) {
            return "hosts-access: twist " + twisted.command() + at(twisted.rule());
        }
        Optional<Object> rule =
                verdict instanceof HostsVerdict.Granted granted
                        ? granted.rule().map(Object.class::cast)
                        : Optional.empty();
        return "hosts-access" + rule.map(MatchAnswer::at).orElse(": no rule is about it");
    }

    private HostsVerdict verdict(Ip client, Served service) {
        HostsRequest request =
                new HostsRequest(
                        HostsRequest.daemonOf(service),
                        Optional.of(client),
                        OptionalInt.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        ProcessHandle.current().pid());
        return hosts.verdict(request, () -> names.of(client));
    }

    private static String at(Object place) {
        return " (" + place + ")";
    }

    private static int now() {
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        return AccessHours.minuteOfWeek(now.getDayOfWeek(), now.toLocalTime());
    }
}
