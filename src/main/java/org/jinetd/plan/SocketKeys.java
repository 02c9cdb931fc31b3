package org.jinetd.plan;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jinetd.config.Word;
import org.jinetd.plan.Grammar.Answer;
import org.jinetd.plan.SettingKey.Manual;
import org.jinetd.plan.SocketTuning.Flag;

/** The keys that say what a listening socket is like. */
final class SocketKeys {

    /** IFNAMSIZ of netdevice(7), without the NUL. */
    private static final Pattern DEVICE = Pattern.compile("[^/\\s]{1,15}");

    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]([0-9a-fA-F]{1,8})");
    private static final long GREATEST_MARK = 0xffff_ffffL;
    private static final int GREATEST_TOS = 255;

    static final SettingKey<Integer> BACKLOG =
            new SettingKey<>(
                    "backlog",
                    Quantities.number(1, Integer.MAX_VALUE),
                    new Manual(
                            "How many connections may wait; the kernel has a maximum of its own.",
                            "that of -q, or the kernel's maximum",
                            "32"),
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NO_CONNECTION);

    static final SettingKey<String> BIND_DEVICE =
            new SettingKey<>(
                    "bind-device",
                    new Grammar<>("interface", SocketKeys::device),
                    new Manual("The network interface that clients must come over.", "any", "eth0"),
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_IP);

    static final SettingKey<Answer> FREEBIND =
            flag(
                    "freebind",
                    "Whether an address is bound that the host does not have, or not yet.",
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_IP);

    static final SettingKey<Answer> KEEPALIVE =
            flag(
                    "keepalive",
                    "Whether the kernel asks a client that is silent for long if it is there.",
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_TCP);

    static final SettingKey<Answer> NODELAY =
            flag(
                    "nodelay",
                    "Whether small pieces are sent at once, and not gathered.",
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_TCP);

    static final SettingKey<Integer> DEFER_ACCEPT =
            new SettingKey<>(
                    "defer-accept",
                    Quantities.DURATION.as(time -> (int) time.toSeconds()).or("no", 0),
                    new Manual(
                            "How long the kernel keeps a connection back on which the client has"
                                    + " said nothing.",
                            "no",
                            "5s"),
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_TCP);

    static final SettingKey<Answer> REUSE_PORT =
            flag(
                    "reuse-port",
                    "Whether another process may hold the port at the same time.",
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_IP);

    static final SettingKey<Integer> TOS =
            new SettingKey<>(
                    "tos",
                    new Grammar<>("number | name", SocketKeys::tos),
                    new Manual(
                            "The type of service in the packets' headers: a number up to 255; cs0 to"
                                    + " cs7, af11 to af43, ef or le (RFC 2474, 2597, 3246, 8622); or"
                                    + " lowdelay, throughput, reliability, mincost (RFC 1349).",
                            "0",
                            "af21"),
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_IP);

    static final SettingKey<Long> MARK =
            new SettingKey<>(
                    "mark",
                    new Grammar<>("number", SocketKeys::mark),
                    new Manual(
                            "The mark of the packets, for filters and routes; 0x may stand before"
                                    + " it.",
                            "0",
                            "0x10"),
                    Obstacle.SOCKET_OF_TCPMUX,
                    Obstacle.NOT_IP);

    static final List<SettingKey<?>> ALL =
            List.of(
                    BACKLOG,
                    BIND_DEVICE,
                    FREEBIND,
                    KEEPALIVE,
                    NODELAY,
                    DEFER_ACCEPT,
                    REUSE_PORT,
                    TOS,
                    MARK);

    private SocketKeys() {}

    private static SettingKey<Answer> flag(String word, String meaning, Obstacle... obstacles) {
        return new SettingKey<>(
                word, Grammar.YES_OR_NO, new Manual(meaning, "no", "yes"), obstacles);
    }

    private static Optional<String> device(Word word, ValueContext context) {
        boolean good =
                DEVICE.matcher(word.text()).matches() && !Set.of(".", "..").contains(word.text());
        return good ? Optional.of(word.text()) : context.bad(word, "the name of an interface");
    }

    private static OptionalLong number(String text, long most) {
        java.util.regex.Matcher hex = HEXADECIMAL.matcher(text);
        if (!hex.matches()) {
            return Decimal.parse(text, most);
        }
        long number = Long.parseLong(hex.group(1), 16);
        return number > most ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static Optional<Integer> tos(Word word, ValueContext context) {
        Map<String, Integer> names = typesOfService();
        OptionalLong number = number(word.text(), GREATEST_TOS);
        return number.isPresent()
                ? Optional.of((int) number.getAsLong())
                : Optional.ofNullable(names.get(word.text()))
                        .or(
                                () ->
                                        context.bad(
                                                word,
                                                "a number from 0 to 255, or a name as af21 or ef",
                                                context.findings()
                                                        .didYouMean(word, names.keySet())));
    }

    private static Map<String, Integer> typesOfService() {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (int i = 0; i <= 7; i++) {
            names.put("cs" + i, i << 5);
        }
        for (int group = 1; group <= 4; group++) {
            for (int drop = 1; drop <= 3; drop++) {
                names.put("af" + group + drop, group << 5 | drop << 3);
            }
        }
        names.put("ef", 46 << 2);
        names.put("le", 1 << 2);
        names.put("lowdelay", 0x10);
        names.put("throughput", 0x08);
        names.put("reliability", 0x04);
        names.put("mincost", 0x02);
        return names;
    }

    private static Optional<Long> mark(Word word, ValueContext context) {
        OptionalLong number = number(word.text(), GREATEST_MARK);
        return number.isPresent()
                ? Optional.of(number.getAsLong())
                : context.bad(word, "a number from 0 to 0xffffffff");
    }

    static SocketTuning tuning(Chosen chosen) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Map.of(
                        FREEBIND, Flag.FREEBIND,
                        KEEPALIVE, Flag.KEEPALIVE,
                        NODELAY, Flag.NODELAY,
                        REUSE_PORT, Flag.REUSE_PORT)
                .forEach(
                        (key, flag) ->
                                chosen.get(key)
                                        .filter(Answer.YES::equals)
                                        .ifPresent(yes -> flags.add(flag)));
        return new SocketTuning(
                chosen.get(BACKLOG).map(OptionalInt::of).orElse(OptionalInt.empty()),
                chosen.get(BIND_DEVICE),
                flags,
                chosen.get(DEFER_ACCEPT)
                        .filter(seconds -> seconds > 0)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                chosen.get(TOS).map(OptionalInt::of).orElse(OptionalInt.empty()),
                chosen.get(MARK).map(OptionalLong::of).orElse(OptionalLong.empty()));
    }
}
