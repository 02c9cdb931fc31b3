package org.jinetd.plan;

import java.time.Duration;
import java.util.List;
import org.jinetd.plan.SettingKey.Manual;

/** The keys of the section {@code [daemon]}. */
final class DaemonKeys {

    static final SettingKey<Integer> INSTANCES =
            new SettingKey<>(
                    "instances",
                    Quantities.INSTANCES,
                    new Manual(
                            "How many programs and conversations of all services together there may"
                                    + " be at a time.",
                            "unlimited",
                            "500"));

    static final SettingKey<Duration> DRAIN =
            new SettingKey<>(
                    "drain",
                    Quantities.DURATION,
                    new Manual(
                            "How long programs that run are waited for when the daemon is to stop."
                                    + " Then they get SIGTERM, and 5 seconds later SIGKILL.",
                            "they are left alone",
                            "30s"));

    static final List<SettingKey<?>> ALL = List.of(INSTANCES, DRAIN);

    private DaemonKeys() {}

    static DaemonSettings settings(Chosen chosen) {
        return new DaemonSettings(chosen.get(INSTANCES).orElse(0), chosen.get(DRAIN));
    }
}
