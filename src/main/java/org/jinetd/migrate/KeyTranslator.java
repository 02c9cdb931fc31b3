package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Quotation;
import org.jinetd.config.Word;
import org.jinetd.migrate.Attributes.Said;

/** Makes keys of jinetd.ini of those attributes that mean the same whatever else is said. */
final class KeyTranslator {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SIGNED = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([kKmM]?)");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{1,3}");
    private static final Pattern LOAD = Pattern.compile("[0-9]{0,5}(\\.[0-9]{1,6})?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern TIMES =
            Pattern.compile("([0-9]{1,2}):([0-9]{1,2})-([0-9]{1,2}):([0-9]{1,2})");
    private static final String UNLIMITED = "unlimited";
    private static final long LONGEST_PAUSE = 365L * 86400;
    private static final int MOST_NICE = 19;
    private static final int LEAST_NICE = -20;
    private static final int MINUTES_OF_DAY = 24 * 60;

    private final Sheet sheet;

    KeyTranslator(Sheet sheet) {
        this.sheet = sheet;
    }

    /** Adds the keys of one attribute, if it has any of its own. */
    void add(Attribute attribute, Said said) {
        switch (attribute) {
            case CPS -> cps(said);
            case INSTANCES -> instances(said, "instances");
            case PER_SOURCE -> instances(said, "instances-per-source");
            case ACCESS_TIMES -> times(said);
            case MAX_LOAD -> load(said);
            case NICE -> nice(said);
            case UMASK -> umask(said);
            case ENV -> env(said);
            case PASSENV -> passenv(said);
            case RLIMIT_AS -> size(said, "limit-as");
            case RLIMIT_DATA -> size(said, "limit-data");
            case RLIMIT_RSS -> size(said, "limit-rss");
            case RLIMIT_STACK -> size(said, "limit-stack");
            case RLIMIT_CPU -> number(said, "limit-cpu", "s");
            case RLIMIT_FILES -> number(said, "limit-nofile", "");
            default -> nothing(attribute, said);
        }
    }

    /** Says why there is nothing, where that is to be said of the attribute whatever its value. */
    private void nothing(Attribute attribute, Said said) {
        switch (attribute) {
            case LOG_TYPE ->
                    sheet.remark(
                            said.at(),
                            "log_type " + said.text() + ": all services log where jinetd does");
            case MDNS -> sheet.remark(said.at(), "mdns: jinetd announces no services");
            default -> {}
        }
    }

    private void key(String key, String value, Said said) {
        sheet.addKey(key, value, said.at());
    }

    private void bad(Said said, String wanted) {
        sheet.reject(
                said.values().isEmpty() ? said.at() : said.values().get(0).at(),
                Problem.quote(said.text()) + " is not " + wanted,
                "");
    }

    private void cps(Said said) {
        String most = said.values().get(0).text();
        String seconds = said.values().get(1).text();
        if (!NUMBER.matcher(most).matches() || !NUMBER.matcher(seconds).matches()) {
            bad(said, "two numbers");
            return;
        }
        long rate = Long.parseLong(most);
        long pause = Long.parseLong(seconds);
        key("rate", rate == 0 ? UNLIMITED : rate + "/1s", said);
        if (rate > 0) {
            // Without a pause of its own it would have that of the defaults.
            key("pause", Math.max(1, Math.min(pause, LONGEST_PAUSE)) + "s", said);
        }
    }

    private void instances(Said said, String key) {
        String number = said.text();
        if (number.equals("UNLIMITED")) {
            key(key, UNLIMITED, said);
        } else if (!NUMBER.matcher(number).matches()) {
            bad(said, "a number or UNLIMITED");
        } else if (Long.parseLong(number) == 0) {
            sheet.withhold(said.at(), key + " of 0 lets nobody in");
        } else {
            key(key, Long.toString(Long.parseLong(number)), said);
        }
    }

    private void times(Said said) {
        List<String> times = new ArrayList<>();
        for (Word word : said.values()) {
            Optional<String> time = time(word.text());
            if (time.isEmpty()) {
                sheet.reject(
                        word.at(),
                        Problem.quote(word.text()) + " is no interval",
                        "write 8:00-18:00, the earlier time first");
                return;
            }
            times.add(time.get());
        }
        if (times.isEmpty()) {
            bad(said, "a list of intervals");
        } else {
            key("access-times", String.join(" ", times), said);
        }
    }

    /** Returns an interval; the last minute of a day is the only way to write its end there. */
    private static Optional<String> time(String text) {
        Matcher matcher = TIMES.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int[] n = new int[4];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(matcher.group(i + 1));
        }
        int from = n[0] * 60 + n[1];
        int to = n[2] * 60 + n[3];
        int end = to == MINUTES_OF_DAY - 1 ? MINUTES_OF_DAY : to;
        boolean good = n[1] < 60 && n[3] < 60 && from < to && to <= MINUTES_OF_DAY;
        return good
                ? Optional.of(
                        String.format(
                                Locale.ROOT, "%02d:%02d-%02d:%02d", n[0], n[1], end / 60, end % 60))
                : Optional.empty();
    }

    private void load(Said said) {
        String text = said.text().startsWith(".") ? "0" + said.text() : said.text();
        boolean number = LOAD.matcher(text).matches() && !text.isEmpty();
        if (number && Double.parseDouble(text) > 0) {
            key("max-load", text, said);
        } else {
            bad(said, "a load above 0");
        }
    }

    private void nice(Said said) {
        if (!SIGNED.matcher(said.text()).matches()) {
            bad(said, "a number");
            return;
        }
        int nice = Integer.parseInt(said.text());
        key("nice", Integer.toString(Math.max(LEAST_NICE, Math.min(MOST_NICE, nice))), said);
    }

    private void umask(Said said) {
        if (OCTAL.matcher(said.text()).matches()) {
            key("umask", said.text(), said);
        } else {
            bad(said, "an octal number up to 777");
        }
    }

    private void env(Said said) {
        List<String> variables = new ArrayList<>();
        for (Word word : said.values()) {
            int equals = word.text().indexOf('=');
            if (equals < 0) {
                sheet.reject(word.at(), Problem.quote(word.text()) + " has no '='", "");
                return;
            }
            if (isVariable(word.text().substring(0, equals), word.at())) {
                variables.add(Quotation.of(word.text()));
            }
        }
        if (!variables.isEmpty()) {
            key("env", String.join(" ", variables), said);
        }
    }

    private void passenv(Said said) {
        List<String> variables =
                said.values().stream()
                        .filter(word -> isVariable(word.text(), word.at()))
                        .map(Word::text)
                        .toList();
        key("pass-env", variables.isEmpty() ? "none" : String.join(" ", variables), said);
    }

    private boolean isVariable(String name, Position at) {
        boolean good = VARIABLE.matcher(name).matches();
        if (!good) {
            sheet.warn(at, Problem.quote(name) + " is no name of a variable", "it is left out");
        }
        return good;
    }

    private void size(Said said, String key) {
        Matcher matcher = SIZE.matcher(said.text());
        if (said.text().equals("UNLIMITED")) {
            key(key, UNLIMITED, said);
        } else if (matcher.matches()) {
            key(
                    key,
                    Long.parseLong(matcher.group(1)) + matcher.group(2).toLowerCase(Locale.ROOT),
                    said);
        } else {
            bad(said, "a number of bytes, with K or M behind it if so, or UNLIMITED");
        }
    }

    private void number(Said said, String key, String unit) {
        if (said.text().equals("UNLIMITED")) {
            key(key, UNLIMITED, said);
        } else if (NUMBER.matcher(said.text()).matches()) {
            key(key, Long.parseLong(said.text()) + unit, said);
        } else {
            bad(said, "a number or UNLIMITED");
        }
    }
}
