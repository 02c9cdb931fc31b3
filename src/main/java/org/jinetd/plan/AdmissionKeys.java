package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jinetd.config.Word;
import org.jinetd.plan.Admission.Pause;
import org.jinetd.plan.Admission.SourcePrefix;
import org.jinetd.plan.Admission.WhenFull;
import org.jinetd.plan.SettingKey.Manual;

/** The keys that say how many clients come in, and how fast. */
final class AdmissionKeys {

    static final SettingKey<Rate> RATE =
            new SettingKey<>(
                    "rate",
                    Quantities.RATES,
                    new Manual(
                            "How often the service may start. A service that passes it takes nobody"
                                    + " for a pause.",
                            "256/1m",
                            "50/1s"),
                    Obstacle.DATAGRAM_ANSWERED);

    static final SettingKey<Pause> PAUSE =
            new SettingKey<>(
                    "pause",
                    Quantities.PAUSE,
                    new Manual(
                            "How long a service that passes its rate takes nobody: the first time,"
                                    + " twice as long each time it is at once too fast again, and the"
                                    + " last time at most. It resumes by itself.",
                            "the rest of the time that the rate counts in",
                            "1s..10m"),
                    Obstacle.DATAGRAM_ANSWERED);

    static final SettingKey<Rate> RATE_PER_SOURCE =
            new SettingKey<>(
                    "rate-per-source",
                    Quantities.RATES,
                    new Manual(
                            "How often the service may start for one source. As many starts at once"
                                    + " are had in advance, and they come back evenly.",
                            "unlimited",
                            "10/1m"),
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<SourcePrefix> SOURCE_PREFIX =
            new SettingKey<>(
                    "source-prefix",
                    new Grammar<>("bits bits", AdmissionKeys::sourcePrefix),
                    new Manual(
                            "How many bits of an IPv4 and of an IPv6 address tell one source from"
                                    + " another.",
                            "32 64",
                            "24 56"),
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<Integer> INSTANCES =
            new SettingKey<>(
                    "instances",
                    Quantities.INSTANCES,
                    new Manual(
                            "How many programs or conversations of the service there may be at a"
                                    + " time.",
                            "unlimited",
                            "30"),
                    Obstacle.DATAGRAM_ANSWERED,
                    Obstacle.ONE_CHILD);

    static final SettingKey<Integer> INSTANCES_PER_SOURCE =
            new SettingKey<>(
                    "instances-per-source",
                    Quantities.INSTANCES,
                    new Manual("The same, for one source.", "unlimited", "3"),
                    Obstacle.DATAGRAM_ANSWERED,
                    Obstacle.LENT,
                    Obstacle.NO_ADDRESS);

    static final SettingKey<WhenFull> WHEN_FULL =
            new SettingKey<>(
                    "when-full",
                    Grammar.choice(WhenFull.values(), WhenFull::word),
                    new Manual(
                            "What becomes of a client for whom there is no instance: it waits in the"
                                    + " queue of the kernel, or is turned away.",
                            "queue",
                            "refuse"),
                    Obstacle.DATAGRAM_ANSWERED,
                    Obstacle.ONE_CHILD);

    static final List<SettingKey<?>> ALL =
            List.of(
                    RATE,
                    PAUSE,
                    RATE_PER_SOURCE,
                    SOURCE_PREFIX,
                    INSTANCES,
                    INSTANCES_PER_SOURCE,
                    WHEN_FULL);

    private AdmissionKeys() {}

    private static Optional<SourcePrefix> sourcePrefix(Word value, ValueContext context) {
        Optional<List<Word>> words = context.words(value);
        if (words.isPresent() && words.get().size() != 2) {
            return context.bad(value, "two numbers, for IPv4 and for IPv6, as 32 64");
        }
        return words.flatMap(
                both -> {
                    Optional<Integer> v4 =
                            Quantities.number(1, 32).rule().read(both.get(0), context);
                    Optional<Integer> v6 =
                            Quantities.number(1, 128).rule().read(both.get(1), context);
                    return v4.isPresent() && v6.isPresent()
                            ? Optional.of(new SourcePrefix(v4.get(), v6.get()))
                            : Optional.empty();
                });
    }

    /**
     * Returns what holds in all.
     *
     * @param limits what is stated elsewhere, with the built-in defaults
     */
    static Admission admission(Chosen chosen, Limits limits) {
        Admission otherwise = Admission.of(limits);
        return new Admission(
                chosen.get(RATE).orElse(otherwise.rate()),
                chosen.get(PAUSE),
                chosen.get(RATE_PER_SOURCE).orElse(otherwise.ratePerSource()),
                chosen.get(SOURCE_PREFIX).orElse(otherwise.sources()),
                chosen.get(INSTANCES).orElse(otherwise.instances()),
                chosen.get(INSTANCES_PER_SOURCE).orElse(otherwise.instancesPerSource()),
                chosen.get(WHEN_FULL).orElse(otherwise.whenFull()));
    }

    /** Returns the keys of the limits that are stated elsewhere, too. */
    static List<SettingKey<?>> stated(StatedLimits limits) {
        return List.of(
                        stated(limits.startsPerMinute(), RATE),
                        stated(limits.instances(), INSTANCES),
                        stated(limits.instancesPerSource(), INSTANCES_PER_SOURCE),
                        stated(limits.startsPerMinutePerSource(), RATE_PER_SOURCE))
                .stream()
                .<SettingKey<?>>flatMap(Optional::stream)
                .toList();
    }

    private static Optional<SettingKey<?>> stated(OptionalInt limit, SettingKey<?> key) {
        return limit.isPresent() ? Optional.of(key) : Optional.empty();
    }
}
