package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jinetd.config.Problem;
import org.jinetd.config.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key of jinetd.ini: which values it takes, and what they come to. */
class SettingKeyTest {

    private static final String PROGRAM = "ftp stream tcp nowait root /bin/cat\n";
    private static final String BUILT_IN = "echo stream tcp nowait root internal\n";

    private static Resolution resolve(String key, String value) {
        boolean conversation = key.equals("idle-timeout");
        String section = conversation ? "[service echo/tcp]\n" : "[service ftp/tcp]\n";
        return SettingsText.resolve(
                conversation ? BUILT_IN : PROGRAM,
                List.of(new SourceText("i", section + key + " = " + value + "\n")),
                Defaults.CLASSIC);
    }

    static Stream<SettingKey<?>> keys() {
        return ServiceKeys.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void the_example_of_a_key_is_right(SettingKey<?> key) {
        String example =
                key.manual().example().startsWith("@") ? "@/etc/issue" : key.manual().example();
        Resolution resolution = resolve(key.word(), example);
        assertEquals(List.of(), resolution.problems());
        Service service = resolution.plan().services().get(0);
        assertTrue(
                !service.admission().equals(Admission.of(service.limits()))
                        || !without(service.settings()).equals(ServiceSettings.NONE));
    }

    private static ServiceSettings without(ServiceSettings s) {
        return new ServiceSettings(
                s.access(),
                s.banners(),
                s.idleTimeout(),
                s.process(),
                s.log(),
                s.socket(),
                List.of());
    }

    @Test
    void no_word_is_two_keys() {
        Set<String> words = new HashSet<>();
        keys().forEach(key -> assertTrue(words.add(key.word()), key.word()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rate | 256/1m | Rate[most=256, per=PT1M]",
                "rate | 3/2d | Rate[most=3, per=PT48H]",
                "rate | unlimited | Rate[most=0, per=PT1M]",
                "pause | 1s..10m | Pause[first=PT1S, longest=PT10M]",
                "pause | 5s | Pause[first=PT5S, longest=PT5S]",
                "source-prefix | 24 56 | SourcePrefix[v4=24, v6=56]",
                "instances | 3 | instances=3",
                "instances-per-source | 3 | instancesPerSource=3",
                "when-full | refuse | whenFull=REFUSE",
                "only-from | 10.1.2.3/8 | clients=10.0.0.0/8",
                "only-from | ::ffff:10.0.0.0/104 | clients=10.0.0.0/8",
                "only-from | 2001:db8::1 | clients=2001:db8::1",
                "only-from | Host.Example.ORG. | clients=host.example.org,",
                "no-access | .Example.org | clients=.example.org,",
                "no-access | localhost ::/0 | clients=::/0",
                "hosts-access | yes | hostsAccess=ASKED",
                "access-times | 08:00-18:00 | from=08:00, to=18:00",
                "access-times | sat 22:00-24:00 | days=[SATURDAY], from=22:00, to=00:00",
                "access-times | sun | days=[SUNDAY], from=00:00, to=00:00",
                "max-load | 7.5 | maxLoad=OptionalDouble[7.5]",
                "deny-after | 20/1m for 1h | most=20, per=PT1M], shutout=PT1H, reach=THIS_SERVICE",
                "deny-after | 20/1m for 1h everywhere | reach=ALL_SERVICES",
                "banner | hello there | Banner[text=hello there\\r\\n]",
                "banner | \"a\\nb\\n\" | Banner[text=a\\nb\\n]",
                "banner | café | Banner[text=cafÃ©\\r\\n]",
                "banner | € \uD83D\uDE00 | Banner[text=â\u0082¬ ð\u009F\u0098\u0080\\r\\n]",
                "banner-refused | @/etc/issue | refused=Optional[Banner[text=Welcomeé\\r\\n]]",
                "idle-timeout | 30s | idleTimeout=PT30S",
                "log | none | facts=Optional[[]]",
                "log | refused | facts=Optional[[REFUSED]]",
                "anonymise | hash | anonymise=HASH",
                "nice | -20 | nice=OptionalInt[-20]",
                "umask | 027 | umask=23",
                "chdir | /srv | directory=/srv",
                "chroot | /srv | root=Optional[/srv]",
                "groups | tty 27 tty | groups=Optional[[5, 27]]",
                "groups | none | groups=Optional[[]]",
                "env | A=1 B=\"x y\" C= | environment=[A=1, B=x y, C=]",
                "pass-env | PATH TZ | passed=Optional[[PATH, TZ]]",
                "pass-env | none | passed=Optional[[]]",
                "listen-fds | yes | listenFds=SET",
                "limit-as | 64m:1g | ResourceLimit[soft=67108864, hard=1073741824]",
                "limit-core | 0 | ResourceLimit[soft=0, hard=0]",
                "limit-cpu | 10m | ResourceLimit[soft=600, hard=600]",
                "limit-nofile | 64:unlimited | ResourceLimit[soft=64, hard=-1]",
                "no-new-privileges | yes | newPrivileges=NEVER",
                "capabilities | net_bind_service CAP_CHOWN | capabilities=Optional[[0, 10]]",
                "capabilities | none | capabilities=Optional[[]]",
                "capabilities | checkpoint_restore | capabilities=Optional[[40]]",
                "cgroup | /sys/fs/cgroup/a | cgroup=Optional[/sys/fs/cgroup/a]",
                "oom-score | -1000 | oomScore=OptionalInt[-1000]",
                "stderr | null | stderr=NULL",
                "run-time | 2h | runTime=Optional[PT2H]",
                "backlog | 32 | backlog=OptionalInt[32]",
                "bind-device | eth0 | bindDevice=Optional[eth0]",
                "freebind | yes | flags=[FREEBIND]",
                "keepalive | no | flags=[]",
                "nodelay | yes | flags=[NODELAY]",
                "defer-accept | 5s | deferAccept=OptionalInt[5]",
                "defer-accept | no | deferAccept=OptionalInt.empty",
                "reuse-port | yes | flags=[REUSE_PORT]",
                "tos | af21 | tos=OptionalInt[72]",
                "tos | ef | tos=OptionalInt[184]",
                "tos | 0xff | tos=OptionalInt[255]",
                "mark | 0xffffffff | mark=OptionalLong[4294967295]"
            })
    void a_good_value_comes_to_a_record(String key, String value, String shown) {
        Resolution resolution = resolve(key, value);
        assertEquals(List.of(), resolution.problems());
        Service service = resolution.plan().services().get(0);
        String all =
                (service.admission() + " " + service.settings())
                        .replace("\r", "\\r")
                        .replace("\n", "\\n");
        assertTrue(all.contains(shown.stripTrailing()), all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rate | 0/1m | 8 | write a number from 1 to 2147483647",
                "rate | 5/1y | 10 | write a time as 30s, 10m, 2h or 1d",
                "rate | 5 | 8 | say in which time",
                "pause | 10m..1s | 9 | write the shorter time first",
                "pause | 0s | 9 | write a time as 30s",
                "instances | 0 | 13 | write a number from 1 to",
                "source-prefix | 33 64 | 17 | write a number from 1 to 32",
                "source-prefix | 32 | 17 | write two numbers",
                "when-full | wait | 13 | write queue or refuse",
                "when-full | refusee | 13 | did you mean 'refuse'?",
                "only-from | all | 13 | everybody is 0.0.0.0/0 ::/0",
                "only-from | 10.0.0.0/255.0.0.0 | 13 | write the bits of the mask",
                "only-from | 10.1 | 13 | write the whole network",
                "only-from | 10.0.0.0/33 | 13 | '10.0.0.0/33' is not permitted",
                "only-from | 10.0.0.0/8 128.138.{1,2} | 24 | write each network out",
                "only-from | -x | 13 | '-x' is not permitted",
                "hosts-access | maybe | 16 | write yes or no",
                "access-times | 8-18 | 16 | write times as 08:00-18:00",
                "access-times | 25:00-26:00 | 16 | write times as",
                "access-times | 08:00-08:00 | 16 | a whole day is 00:00-24:00",
                "access-times | mon-fry 08:00-18:00 | 16 | the days are mon tue",
                "max-load | much | 12 | write a number as 4 or 7.5",
                "deny-after | 20/1m | 14 | write a rate and a time as 20/1m for 1h",
                "deny-after | 20/1m for 1h here | 14 | write a rate and a time",
                "banner | @issue | 11 | write an absolute path behind @",
                "banner | @/no | 11 | this cannot be read: open(/no): ENOENT",
                "banner | \"a\" b | 10 | within one pair of quotes",
                "banner | \"a | 10 | this quote is not closed",
                "log | start,end | 7 | write start, end, refused, or none alone",
                "anonymise | yes | 13 | write no, prefix or hash",
                "nice | 20 | 8 | write a number from -20 to 19",
                "umask | 8 | 9 | write an octal number from 0 to 777",
                "chdir | srv | 9 | write an absolute path without ..",
                "chroot | /srv/../etc | 10 | write an absolute path without ..",
                "groups | ttyy | 10 | unknown group 'ttyy' — did you mean 'tty'?",
                "groups | 4294967295 | 10 | write a number up to",
                "env | A=1 B | 11 | write NAME=value",
                "env | 1A=1 | 7 | write NAME=value",
                "pass-env | A=1 | 12 | write names of variables, or none",
                "limit-as | 2g:1g | 12 | write a soft limit that is not above the hard one",
                "limit-as | 1x | 12 | write a number of bytes",
                "limit-cpu | 10 | 13 | write a time as 30s",
                "limit-nofile | 1k | 16 | write a number up to 2147483647, or unlimited",
                "capabilities | net_rav | 16 | did you mean 'net_raw'?",
                "capabilities | everything | 16 | capabilities(7) lists them",
                "oom-score | 1001 | 13 | write a number from -1000 to 1000",
                "stderr | file | 10 | write client, log or null",
                "run-time | forever | 12 | write a time as 30s",
                "backlog | 0 | 11 | write a number from 1 to",
                "bind-device | a/b | 15 | write the name of an interface",
                "tos | 256 | 7 | write a number from 0 to 255",
                "mark | 0x100000000 | 8 | write a number from 0 to 0xffffffff"
            })
    void a_bad_value_is_told_at_its_place_and_its_service_is_not_served(
            String key, String value, int column, String message) {
        Resolution resolution = resolve(key, value);
        List<String> problems = resolution.problems().stream().map(Problem::toString).toList();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("i:2:" + column + ": error: "), problems.get(0));
        assertTrue(problems.get(0).contains(message), problems.get(0));
        assertEquals(List.of(), resolution.plan().services());
        assertEquals(1, resolution.rejected().size());
    }
}
