package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.config.Word;
import org.jinetd.migrate.Attributes.Said;

/**
 * Writes the section of a service, which has what is not in the defaults, and finds what jinetd
 * cannot do for it. What would let more clients in than xinetd does keeps it from being offered.
 */
final class SectionTranslator {

    private static final Set<Attribute> ADMISSION =
            EnumSet.of(
                    Attribute.CPS, Attribute.INSTANCES, Attribute.PER_SOURCE, Attribute.MAX_LOAD);
    private static final Set<Attribute> NUMBERS =
            EnumSet.of(Attribute.INSTANCES, Attribute.PER_SOURCE);
    private static final Set<Attribute> PROCESS =
            EnumSet.of(
                    Attribute.NICE,
                    Attribute.UMASK,
                    Attribute.ENV,
                    Attribute.PASSENV,
                    Attribute.RLIMIT_AS,
                    Attribute.RLIMIT_CPU,
                    Attribute.RLIMIT_DATA,
                    Attribute.RLIMIT_FILES,
                    Attribute.RLIMIT_RSS,
                    Attribute.RLIMIT_STACK);

    /** Where it is said that programs have no supplementary groups. */
    enum GroupsIn {
        DEFAULTS,
        SECTIONS
    }

    private final Attributes own;
    private final Attributes all;
    private final Attributes defaults;
    private final Shape shape;
    private final Sheet sheet;
    private final KeyTranslator keys;

    SectionTranslator(Attributes own, Attributes defaults, Shape shape, Sheet sheet) {
        this.own = own;
        this.defaults = defaults;
        this.all = own.over(defaults);
        this.shape = shape;
        this.sheet = sheet;
        this.keys = new KeyTranslator(sheet);
    }

    void write(GroupsIn groupsIn) {
        for (Attribute attribute : own.all()) {
            Optional<String> obstacle = obstacle(attribute);
            Said said = own.get(attribute).orElseThrow();
            if (obstacle.isEmpty()) {
                keys.add(attribute, said);
            } else {
                sheet.remark(
                        said.at(),
                        attribute.word() + " = " + said.text() + " is left out: " + obstacle.get());
            }
        }
        accessLists();
        hours();
        banners();
        log();
        hosts();
        tuning();
        if (!shape.isInternal() && groupsIn == GroupsIn.SECTIONS) {
            groups();
        }
        flags();
    }

    private Optional<String> obstacle(Attribute attribute) {
        if (shape.answersDatagrams() && ADMISSION.contains(attribute)) {
            return Optional.of("jinetd limits its answers to datagrams by itself");
        }
        if (shape.isLent() && NUMBERS.contains(attribute)) {
            return Optional.of("a wait service has one program at a time");
        }
        if (shape.isInternal() && PROCESS.contains(attribute)) {
            return Optional.of("jinetd answers by itself and starts no program");
        }
        return shape.answersDatagrams() && attribute == Attribute.ACCESS_TIMES
                ? Optional.of("jinetd answers datagrams at all times")
                : Optional.empty();
    }

    private void accessLists() {
        Optional<Said> said = all.get(Attribute.ONLY_FROM).or(() -> all.get(Attribute.NO_ACCESS));
        if (said.isEmpty()) {
            return;
        }
        if (shape.answersDatagrams()) {
            sheet.withhold(
                    said.get().at(),
                    "jinetd answers datagrams of everybody, and this service is restricted");
        } else if (shape.isLent() && !shape.hasDatagrams() && !shape.hasFlag("INTERCEPT")) {
            sheet.remark(
                    said.get().at(),
                    "the program takes its clients itself, and neither xinetd nor jinetd asks where"
                            + " they come from");
        } else if (shape.isLent()) {
            sheet.withhold(
                    said.get().at(),
                    "the program of a wait service takes its clients itself, and this service is"
                            + " restricted; restrict it by packet filter or tcpd(8) first");
        } else if (own.has(Attribute.ONLY_FROM) || own.has(Attribute.NO_ACCESS)) {
            AccessLists before = AccessLists.of(defaults, silent());
            AccessLists now = AccessLists.of(all, sheet);
            changed("only-from", before.onlyFrom(), now.onlyFrom(), said.get().at());
            changed("no-access", before.noAccess(), now.noAccess(), said.get().at());
        }
    }

    private Sheet silent() {
        return new Sheet(sheet.name(), new ArrayList<>());
    }

    private void changed(
            String key, Optional<List<String>> before, Optional<List<String>> now, Position at) {
        now.filter(words -> !now.equals(before))
                .ifPresent(words -> sheet.addKey(key, String.join(" ", words), at));
    }

    private void hours() {
        if (shape.answersDatagrams()) {
            own.get(Attribute.ACCESS_TIMES)
                    .ifPresent(
                            said ->
                                    sheet.withhold(
                                            said.at(),
                                            "jinetd answers datagrams at all times, and this"
                                                    + " service has hours"));
        }
    }

    private void banners() {
        boolean any =
                own.has(Attribute.BANNER)
                        || own.has(Attribute.BANNER_SUCCESS)
                        || own.has(Attribute.BANNER_FAIL);
        if (any && (shape.hasDatagrams() || shape.isLent() || shape.isMuxed())) {
            sheet.remark(sheet.name().at(), "the banner is left out: jinetd sends none here");
        } else if (any) {
            banners(all, sheet);
        }
    }

    /** Adds the banners; xinetd sends two where two are named. */
    static void banners(Attributes said, Sheet sheet) {
        Optional<Word> always = said.value(Attribute.BANNER);
        Optional<Word> success = said.value(Attribute.BANNER_SUCCESS);
        Optional<Word> fail = said.value(Attribute.BANNER_FAIL);
        always.or(() -> success)
                .ifPresent(file -> sheet.addKey("banner", "@" + file.text(), file.at()));
        always.or(() -> fail)
                .ifPresent(file -> sheet.addKey("banner-refused", "@" + file.text(), file.at()));
        if (always.isPresent()) {
            success.or(() -> fail)
                    .ifPresent(
                            file ->
                                    sheet.remark(
                                            file.at(),
                                            file.text()
                                                    + " is left out: jinetd sends one banner, that"
                                                    + " of banner"));
        }
    }

    private void log() {
        if (own.has(Attribute.LOG_ON_SUCCESS) || own.has(Attribute.LOG_ON_FAILURE)) {
            log(all, sheet);
        }
    }

    /** Adds what is logged; the refused are, whatever is said. */
    static void log(Attributes said, Sheet sheet) {
        Optional<Said> first =
                said.get(Attribute.LOG_ON_SUCCESS).or(() -> said.get(Attribute.LOG_ON_FAILURE));
        if (first.isEmpty()) {
            return;
        }
        boolean start = !said.values(Attribute.LOG_ON_SUCCESS).isEmpty();
        boolean end =
                said.hasValue(Attribute.LOG_ON_SUCCESS, "EXIT")
                        || said.hasValue(Attribute.LOG_ON_SUCCESS, "DURATION");
        sheet.addKey(
                "log", (start ? "start " : "") + (end ? "end " : "") + "refused", first.get().at());
        boolean asks =
                said.hasValue(Attribute.LOG_ON_SUCCESS, "USERID")
                        || said.hasValue(Attribute.LOG_ON_FAILURE, "USERID");
        if (asks) {
            sheet.remark(first.get().at(), "USERID: jinetd does not ask clients who their user is");
        }
        if (said.hasValue(Attribute.LOG_ON_SUCCESS, "TRAFFIC")) {
            sheet.remark(first.get().at(), "TRAFFIC: jinetd does not see what programs send");
        }
    }

    private void hosts() {
        boolean unasked = shape.hasFlag("NOLIBWRAP") || (shape.isRpc() && !shape.hasDatagrams());
        boolean cannot = shape.answersDatagrams() || shape.isLent();
        if (unasked) {
            if (!cannot) {
                sheet.addKey("hosts-access", "no", at(Attribute.FLAGS));
            }
            return;
        }
        if (cannot && shape.hasDatagrams()) {
            sheet.remark(
                    sheet.name().at(),
                    "hosts.allow and hosts.deny are not asked for datagrams"
                            + (shape.isLent() ? "; tcpd(8) does, with the program behind it" : ""));
        }
        Optional<Word> name = own.value(Attribute.LIBWRAP);
        if (name.isPresent() && !cannot && !name.get().text().equals(daemonName())) {
            sheet.withhold(
                    name.get().at(),
                    "hosts.allow and hosts.deny are asked for "
                            + daemonName()
                            + ", not "
                            + name.get().text()
                            + "; change the name in them, and take the # away");
        }
    }

    private Position at(Attribute attribute) {
        return own.get(attribute).map(Said::at).orElse(sheet.name().at());
    }

    /** Returns the name that hosts.allow knows the service by: its program's. */
    private String daemonName() {
        String first =
                shape.isInternal()
                        ? sheet.name().text()
                        : own.value(
                                        shape.hasFlag("NAMEINARGS")
                                                ? Attribute.SERVER_ARGS
                                                : Attribute.SERVER)
                                .map(Word::text)
                                .orElse("");
        return first.substring(first.lastIndexOf('/') + 1);
    }

    private void tuning() {
        for (String flag : List.of("NODELAY", "KEEPALIVE")) {
            if (shape.hasFlag(flag) && shape.isTcp()) {
                sheet.addKey(flag.toLowerCase(Locale.ROOT), "yes", at(Attribute.FLAGS));
            }
        }
    }

    private void groups() {
        if (!all.hasValue(Attribute.GROUPS, "yes")) {
            sheet.addKey("groups", "none", at(Attribute.GROUPS));
        }
    }

    private void flags() {
        Position at = at(Attribute.FLAGS);
        if (shape.hasFlag("SENSOR")) {
            sensor();
        }
        if (shape.hasFlag("LABELED")) {
            sheet.withhold(at, "LABELED: jinetd gives programs no context of SELinux");
        }
        boolean identified =
                all.hasValue(Attribute.LOG_ON_SUCCESS, "USERID")
                        || all.hasValue(Attribute.LOG_ON_FAILURE, "USERID");
        if (shape.hasFlag("IDONLY") && identified) {
            sheet.withhold(at, "IDONLY: jinetd does not ask clients who their user is");
        }
        if (shape.hasFlag("INTERCEPT") && shape.isLent() && shape.hasDatagrams()) {
            sheet.remark(at, "INTERCEPT: jinetd does not look into what a program is sent");
        }
    }

    /** Clients who come once more are shut out here, those who come once are there. */
    private void sensor() {
        Position at = at(Attribute.FLAGS);
        sheet.withhold(
                at,
                "SENSOR shuts out who comes once; the section does it to who comes twice, if that"
                        + " will do");
        String minutes = own.value(Attribute.DENY_TIME).map(Word::text).orElse("NEVER");
        if (!shape.hasDatagrams() && !minutes.equals("NEVER") && !minutes.equals("0")) {
            boolean number = minutes.matches("[0-9]{1,5}");
            sheet.addKey(
                    "deny-after",
                    "1/1d for " + (number ? minutes + "m" : "365d") + " everywhere",
                    at(Attribute.DENY_TIME));
        }
    }
}
