package org.jinetd.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Word;
import org.jinetd.plan.LogSettings.Anonymise;
import org.jinetd.plan.LogSettings.Fact;
import org.jinetd.plan.ServiceSettings.Banner;
import org.jinetd.plan.ServiceSettings.Banners;
import org.jinetd.plan.SettingKey.Manual;

/** The keys that say what clients are told, and what is told of them. */
final class TalkKeys {

    private static final String FILE_MARK = "@";
    private static final char ESCAPED_BYTES = 0xdc80;
    private static final char LAST_ESCAPED_BYTE = 0xdcff;

    private static final Grammar<Banner> BANNERS = new Grammar<>("text | @file", TalkKeys::banner);

    static final SettingKey<Banner> BANNER =
            new SettingKey<>(
                    "banner",
                    BANNERS,
                    new Manual(
                            "What a client is sent before anything else: a line of text, or all of a"
                                    + " file. Quotes and escapes are those of jinetd.conf(5); a text"
                                    + " that does not end in a newline gets one.",
                            "nothing",
                            "@/etc/issue.net"),
                    Obstacle.GREETED_BY_TCPMUX,
                    Obstacle.NO_CONNECTION,
                    Obstacle.LENT);

    static final SettingKey<Banner> BANNER_REFUSED =
            new SettingKey<>(
                    "banner-refused",
                    BANNERS,
                    new Manual(
                            "What a client that is turned away is sent before its connection is"
                                    + " closed.",
                            "nothing",
                            "\"421 Not from where you are\""),
                    Obstacle.GREETED_BY_TCPMUX,
                    Obstacle.NO_CONNECTION,
                    Obstacle.LENT);

    static final SettingKey<Duration> IDLE_TIMEOUT =
            new SettingKey<>(
                    "idle-timeout",
                    Quantities.DURATION,
                    new Manual(
                            "How long a client of a built-in service may neither say nor take"
                                    + " anything.",
                            "5m",
                            "30s"),
                    Obstacle.PROGRAM,
                    Obstacle.NO_CONNECTION);

    static final SettingKey<Set<Fact>> LOG =
            new SettingKey<>(
                    "log",
                    Grammar.list("start end refused", TalkKeys::fact)
                            .<Set<Fact>>as(Set::copyOf)
                            .or("none", Set.of()),
                    new Manual(
                            "Which events are logged.",
                            "refused, and with -l all",
                            "start end refused"));

    static final SettingKey<Anonymise> ANONYMISE =
            new SettingKey<>(
                    "anonymise",
                    Grammar.choice(Anonymise.values(), Anonymise::word),
                    new Manual(
                            "How much of a client's address is logged: all of it; its network, of 24"
                                    + " bits for IPv4 and 48 for IPv6; or a word in its place that"
                                    + " is the same for the same address until the daemon starts"
                                    + " again.",
                            "no",
                            "prefix"));

    static final List<SettingKey<?>> ALL =
            List.of(BANNER, BANNER_REFUSED, IDLE_TIMEOUT, LOG, ANONYMISE);

    private TalkKeys() {}

    private static Optional<Fact> fact(Word word, ValueContext context) {
        List<String> words = Arrays.stream(Fact.values()).map(Fact::word).toList();
        return Arrays.stream(Fact.values())
                .filter(each -> each.word().equals(word.text()))
                .findFirst()
                .or(
                        () ->
                                context.bad(
                                        word,
                                        String.join(", ", words) + ", or none alone",
                                        context.findings().didYouMean(word, words)));
    }

    private static Optional<Banner> banner(Word value, ValueContext context) {
        if (value.text().startsWith(FILE_MARK)) {
            return file(value.from(1), context);
        }
        Optional<String> line =
                value.text().startsWith("\"") || value.text().startsWith("'")
                        ? quoted(value, context)
                        : Optional.of(value.text());
        return line.map(text -> text.endsWith("\n") ? text : text + "\r\n")
                .map(TalkKeys::bytes)
                .flatMap(text -> fitting(value, text, context));
    }

    private static Optional<String> quoted(Word value, ValueContext context) {
        Optional<List<Word>> words = context.words(value);
        return words.isPresent() && words.get().size() != 1
                ? context.bad(value, "all of the text within one pair of quotes")
                : words.map(all -> all.get(0).text());
    }

    private static Optional<Banner> file(Word path, ValueContext context) {
        if (!path.text().startsWith("/")) {
            return context.bad(path, "an absolute path behind @");
        }
        TextFiles.Reading read = context.files().read(path.text(), Banner.LONGEST);
        if (read instanceof TextFiles.Reading.Done done) {
            return fitting(path, done.text(), context);
        }
        String why = ((TextFiles.Reading.Failed) read).why();
        return context.findings()
                .error(path, "this cannot be read: " + why, "mend that, or write the text here");
    }

    private static Optional<Banner> fitting(Word word, String text, ValueContext context) {
        return text.length() <= Banner.LONGEST
                ? Optional.of(new Banner(text))
                : context.findings()
                        .error(
                                word,
                                "a banner has at most " + Banner.LONGEST + " bytes",
                                "shorten it");
    }

    /** Returns the bytes of a text of the configuration, as characters. */
    private static String bytes(String text) {
        StringBuilder bytes = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c >= ESCAPED_BYTES && c <= LAST_ESCAPED_BYTE) {
                                bytes.append((char) (c & 0xff));
                            } else {
                                appendUtf8(c, bytes);
                            }
                        });
        return bytes.toString();
    }

    private static void appendUtf8(int codePoint, StringBuilder bytes) {
        if (codePoint < 0x80) {
            bytes.append((char) codePoint);
            return;
        }
        int rest = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        int lead = (0xff00 >> (rest + 1)) & 0xff;
        bytes.append((char) (lead | (codePoint >> (6 * rest))));
        for (int i = rest - 1; i >= 0; i--) {
            bytes.append((char) (0x80 | ((codePoint >> (6 * i)) & 0x3f)));
        }
    }

    static Banners banners(Chosen chosen) {
        return new Banners(chosen.get(BANNER), chosen.get(BANNER_REFUSED));
    }

    static LogSettings log(Chosen chosen) {
        return new LogSettings(
                chosen.get(LOG), chosen.get(ANONYMISE).orElse(LogSettings.USUAL.anonymise()));
    }
}
