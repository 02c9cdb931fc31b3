package org.jinetd.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jinetd.plan.Grammar.Answer;
import org.jinetd.plan.ProcessSettings.ListenFds;
import org.jinetd.plan.ProcessSettings.NewPrivileges;
import org.jinetd.plan.ProcessSettings.Rights;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.ProcessSettings.Surroundings;
import org.jinetd.plan.SettingKey.Manual;

/** The keys that say what a child's process is like. */
final class ProcessKeys {

    static final SettingKey<Integer> NICE =
            key(
                    "nice",
                    Quantities.number(-20, 19),
                    "The niceness of the program, -20 to 19.",
                    "the daemon's",
                    "10");

    static final SettingKey<Integer> UMASK =
            key(
                    "umask",
                    ProcessGrammars.UMASK,
                    "The bits that the program's files do not get.",
                    "022",
                    "027");

    static final SettingKey<String> CHDIR =
            key(
                    "chdir",
                    ProcessGrammars.DIRECTORY,
                    "The directory that the program starts in, seen from the root directory that it"
                            + " has.",
                    "/",
                    "/srv/ftp");

    static final SettingKey<String> CHROOT =
            key(
                    "chroot",
                    ProcessGrammars.DIRECTORY,
                    "The root directory of the program, whose path is then looked for in it.",
                    "the daemon's",
                    "/srv/jail");

    static final SettingKey<List<Long>> GROUPS =
            key(
                    "groups",
                    ProcessGrammars.GROUPS,
                    "Supplementary groups, by name or number, in place of those of the user.",
                    "all groups of the user",
                    "tty users");

    static final SettingKey<List<String>> ENV =
            key(
                    "env",
                    ProcessGrammars.ENVIRONMENT,
                    "Variables that are set for the program, in place of any others of their names."
                            + " Quotes and escapes are those of jinetd.conf(5).",
                    "none",
                    "LANG=C.UTF-8 MOTD=\"all is well\"");

    static final SettingKey<List<String>> PASS_ENV =
            key(
                    "pass-env",
                    ProcessGrammars.VARIABLES,
                    "The variables of the daemon that the program gets.",
                    "all but those that jinetd(8) lists",
                    "PATH LANG TZ");

    static final SettingKey<Answer> LISTEN_FDS =
            key(
                    "listen-fds",
                    Grammar.YES_OR_NO,
                    "Whether the program has its socket as descriptor 3, too, and is told so by"
                            + " LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES, as a service of systemd"
                            + " is.",
                    "no",
                    "yes");

    static final SettingKey<Answer> NO_NEW_PRIVILEGES =
            key(
                    "no-new-privileges",
                    Grammar.YES_OR_NO,
                    "Whether the program and all that it starts are kept from more rights, such as"
                            + " those of set-user-ID programs.",
                    "no",
                    "yes");

    static final SettingKey<List<Integer>> CAPABILITIES =
            key(
                    "capabilities",
                    ProcessGrammars.CAPABILITIES,
                    "All capabilities that the program can ever have; it has them from the start,"
                            + " whatever its user. The names are those of capabilities(7), with or"
                            + " without cap_ before them.",
                    "those of the user",
                    "net_bind_service");

    static final SettingKey<String> CGROUP =
            key(
                    "cgroup",
                    ProcessGrammars.DIRECTORY,
                    "The directory of the control group that the program starts in.",
                    "the daemon's",
                    "/sys/fs/cgroup/services/ftp");

    static final SettingKey<Integer> OOM_SCORE =
            key(
                    "oom-score",
                    Quantities.number(-1000, 1000),
                    "How willingly the kernel ends the program when memory is short, -1000 to 1000.",
                    "the daemon's",
                    "500");

    static final SettingKey<Stderr> STDERR =
            key(
                    "stderr",
                    Grammar.choice(Stderr.values(), Stderr::word),
                    "Where the standard error of the program leads: to the client, to the log, or"
                            + " nowhere.",
                    "client",
                    "log");

    static final SettingKey<Duration> RUN_TIME =
            key(
                    "run-time",
                    Quantities.DURATION,
                    "The time after which the program gets SIGTERM, and 5 seconds later SIGKILL.",
                    "no end",
                    "2h");

    static final Map<Resource, SettingKey<ResourceLimit>> LIMITS = limits();

    static final List<SettingKey<?>> ALL = all();

    private ProcessKeys() {}

    private static <T> SettingKey<T> key(
            String word, Grammar<T> grammar, String meaning, String otherwise, String example) {
        return new SettingKey<>(
                word, grammar, new Manual(meaning, otherwise, example), Obstacle.NO_PROGRAM);
    }

    private static Map<Resource, SettingKey<ResourceLimit>> limits() {
        Map<Resource, SettingKey<ResourceLimit>> limits = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            String example =
                    switch (resource.unit()) {
                        case BYTES -> "64m:1g";
                        case SECONDS -> "10m:1h";
                        case COUNT -> "64:unlimited";
                    };
            limits.put(
                    resource,
                    key(
                            "limit-" + resource.word(),
                            Quantities.limit(resource),
                            "The limit RLIMIT_"
                                    + resource.word().toUpperCase(Locale.ROOT)
                                    + " of getrlimit(2), soft and hard; one value is both.",
                            "what jinetd was started with",
                            example));
        }
        return limits;
    }

    private static List<SettingKey<?>> all() {
        List<SettingKey<?>> all =
                new ArrayList<>(List.of(NICE, UMASK, CHDIR, CHROOT, GROUPS, ENV, PASS_ENV));
        all.add(LISTEN_FDS);
        all.addAll(LIMITS.values());
        all.addAll(List.of(NO_NEW_PRIVILEGES, CAPABILITIES, CGROUP, OOM_SCORE, STDERR, RUN_TIME));
        return List.copyOf(all);
    }

    static ProcessSettings process(Chosen chosen) {
        Map<Resource, ResourceLimit> limits = new EnumMap<>(Resource.class);
        LIMITS.forEach(
                (resource, key) -> chosen.get(key).ifPresent(limit -> limits.put(resource, limit)));
        return new ProcessSettings(
                surroundings(chosen),
                rights(chosen),
                limits,
                chosen.get(NICE).map(OptionalInt::of).orElse(OptionalInt.empty()),
                chosen.get(OOM_SCORE).map(OptionalInt::of).orElse(OptionalInt.empty()),
                chosen.get(STDERR).orElse(Stderr.CLIENT),
                chosen.get(RUN_TIME));
    }

    private static Surroundings surroundings(Chosen chosen) {
        return new Surroundings(
                chosen.get(UMASK).orElse(Surroundings.USUAL.umask()),
                chosen.get(CHDIR).orElse(Surroundings.USUAL.directory()),
                chosen.get(CHROOT),
                chosen.get(ENV).orElse(List.of()),
                chosen.get(PASS_ENV),
                chosen.get(LISTEN_FDS).filter(Answer.YES::equals).isPresent()
                        ? ListenFds.SET
                        : ListenFds.UNSET);
    }

    private static Rights rights(Chosen chosen) {
        return new Rights(
                chosen.get(NO_NEW_PRIVILEGES).filter(Answer.YES::equals).isPresent()
                        ? NewPrivileges.NEVER
                        : NewPrivileges.ALLOWED,
                chosen.get(CAPABILITIES),
                chosen.get(GROUPS),
                chosen.get(CGROUP));
    }
}
