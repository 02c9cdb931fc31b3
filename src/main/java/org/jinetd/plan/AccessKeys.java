package org.jinetd.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jinetd.config.Word;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Access.HostsAccess;
import org.jinetd.plan.Grammar.Answer;
import org.jinetd.plan.SettingKey.Manual;

/** The keys that say who may come in, and when. */
final class AccessKeys {

    private static final String EVERYWHERE = "everywhere";
    private static final double GREATEST_LOAD = 100_000;

    static final SettingKey<List<AccessRule>> ONLY_FROM =
            new SettingKey<>(
                    "only-from",
                    ClientsGrammar.LIST,
                    new Manual(
                            "Who may use the service. If no-access is there, too, the rule that is"
                                    + " more exact decides, and of two that are equally exact the one"
                                    + " that refuses. A name holds for a client whose address leads to"
                                    + " it and back. A datagram that jinetd answers itself does"
                                    + " not wait for a name: where a rule asks for one, there is"
                                    + " no answer.",
                            "everybody",
                            "192.0.2.0/24 2001:db8::/32 .example.org"),
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<List<AccessRule>> NO_ACCESS =
            new SettingKey<>(
                    "no-access",
                    ClientsGrammar.LIST,
                    new Manual("Who may not use the service.", "nobody", "192.0.2.66"),
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<HostsAccess> HOSTS_ACCESS =
            new SettingKey<>(
                    "hosts-access",
                    Grammar.YES_OR_NO.as(
                            answer ->
                                    answer == Answer.YES ? HostsAccess.ASKED : HostsAccess.IGNORED),
                    new Manual("Whether hosts.allow and hosts.deny are asked, too.", "no", "yes"),
                    Obstacle.DATAGRAM_WAITS_NOT,
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<List<Access.Hours>> ACCESS_TIMES =
            new SettingKey<>(
                    "access-times",
                    HoursGrammar.LIST,
                    new Manual(
                            "When the service may be used, in the daemon's time zone. Days hold for"
                                    + " the times behind them, and are whole without one; a time that"
                                    + " ends before it begins ends on the next day.",
                            "always",
                            "mon-fri 08:00-18:00 sat 10:00-14:00"));

    static final SettingKey<Double> MAX_LOAD =
            new SettingKey<>(
                    "max-load",
                    new Grammar<>("number", AccessKeys::load),
                    new Manual(
                            "The load of the last minute above which nobody may use the service.",
                            "any",
                            "7.5"));

    static final SettingKey<DenyAfter> DENY_AFTER =
            new SettingKey<>(
                    "deny-after",
                    new Grammar<>("number/time for time [everywhere]", AccessKeys::denyAfter),
                    new Manual(
                            "A source that comes more often is shut out for that long, from this"
                                    + " service or, with everywhere, from all.",
                            "nobody is shut out",
                            "20/1m for 1h everywhere"),
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final List<SettingKey<?>> ALL =
            List.of(ONLY_FROM, NO_ACCESS, HOSTS_ACCESS, ACCESS_TIMES, MAX_LOAD, DENY_AFTER);

    private AccessKeys() {}

    private static Optional<Double> load(Word word, ValueContext context) {
        boolean number = word.text().matches("[0-9]{1,6}(\\.[0-9]{1,6})?");
        return number && Double.parseDouble(word.text()) <= GREATEST_LOAD
                ? Optional.of(Double.parseDouble(word.text()))
                : context.bad(word, "a number as 4 or 7.5");
    }

    private static Optional<DenyAfter> denyAfter(Word value, ValueContext context) {
        List<Word> words = context.words(value).orElse(List.of());
        boolean everywhere = words.size() == 4 && words.get(3).text().equals(EVERYWHERE);
        boolean formed = (words.size() == 3 || everywhere) && words.get(1).text().equals("for");
        if (!formed || words.get(0).text().equals("unlimited")) {
            return context.bad(value, "a rate and a time as 20/1m for 1h, and everywhere if so");
        }
        Optional<Rate> rate = Quantities.RATES.rule().read(words.get(0), context);
        Optional<Duration> shutout = Quantities.DURATION.rule().read(words.get(2), context);
        return rate.isPresent() && shutout.isPresent()
                ? Optional.of(
                        new DenyAfter(
                                rate.get(),
                                shutout.get(),
                                everywhere
                                        ? DenyAfter.Reach.ALL_SERVICES
                                        : DenyAfter.Reach.THIS_SERVICE,
                                value.at()))
                : Optional.empty();
    }

    static Access access(Chosen chosen, HostsAccess hostsAccess) {
        return new Access(
                chosen.get(ONLY_FROM).orElse(List.of()),
                chosen.get(NO_ACCESS).orElse(List.of()),
                chosen.get(HOSTS_ACCESS).orElse(hostsAccess),
                chosen.get(ACCESS_TIMES).orElse(List.of()),
                chosen.get(MAX_LOAD).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                chosen.get(DENY_AFTER));
    }
}
