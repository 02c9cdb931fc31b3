package org.jinetd.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.IniSection;
import org.jinetd.config.IniText;
import org.jinetd.config.Word;

/** Understands jinetd.ini and the files beside it, section by section. */
final class SettingsReader {

    static final String DAEMON = "daemon";
    static final String DEFAULTS = "defaults";
    private static final String SERVICE = "service";

    private final ValueContext context;
    private final Map<String, Section> byTitle = new HashMap<>();
    private final Map<Target, Section> byTarget = new HashMap<>();
    private final List<SettingsBook.ServiceSection> services = new ArrayList<>();
    private Optional<Section> daemon = Optional.empty();
    private Optional<Section> defaults = Optional.empty();
    private boolean refused;

    private SettingsReader(ValueContext context) {
        this.context = context;
    }

    /** Returns what the files say; what is wrong with them is reported. */
    static SettingsBook read(
            SettingsSource source, Names names, Set<Defaults.Wrapped> wrapped, Findings findings) {
        SettingsReader reader =
                new SettingsReader(new ValueContext(names, source.files(), findings));
        for (IniText text : source.texts()) {
            reader.refused |= text.integrity() == IniSection.Integrity.BROKEN;
            text.sections().forEach(reader::add);
        }
        return reader.book(wrapped);
    }

    private SettingsBook book(Set<Defaults.Wrapped> wrapped) {
        boolean unusable =
                refused
                        || daemon.filter(Section::isBroken).isPresent()
                        || defaults.filter(Section::isBroken).isPresent();
        return new SettingsBook(
                unusable ? Resolution.Verdict.REFUSED : Resolution.Verdict.USABLE,
                daemon.map(SettingsReader::settings).orElse(DaemonSettings.USUAL),
                defaults,
                services,
                wrapped,
                context.findings());
    }

    private static DaemonSettings settings(Section section) {
        Chosen chosen = new Chosen();
        section.values().forEach(chosen::put);
        return DaemonKeys.settings(chosen);
    }

    private void add(IniSection section) {
        Word title = section.title();
        String[] words = title.text().split("[ \\t]+");
        switch (words[0]) {
            case DAEMON -> daemon = alone(section, words, DaemonKeys.ALL).or(() -> daemon);
            case DEFAULTS -> defaults = alone(section, words, ServiceKeys.ALL).or(() -> defaults);
            case SERVICE -> addService(section, words);
            default -> unknown(title, words[0]);
        }
    }

    /** Nobody knows whom it was to restrict, so nobody is served. */
    private void unknown(Word title, String kind) {
        refused = true;
        context.findings()
                .error(
                        title,
                        "unknown section "
                                + Findings.quote(title)
                                + "; there are daemon, defaults and service NAME/PROTOCOL",
                        context.findings()
                                .didYouMean(
                                        new Word(kind, title.at()),
                                        List.of(DAEMON, DEFAULTS, SERVICE)));
    }

    /** Reads a section of which there is one, and whose title is one word. */
    private Optional<Section> alone(IniSection section, String[] words, List<SettingKey<?>> keys) {
        if (words.length > 1) {
            unknown(section.title(), words[0]);
            return Optional.empty();
        }
        Section read = Section.read(section, keys, context);
        isNew(read, words[0]);
        refused |= read.isBroken();
        return Optional.of(read);
    }

    private void addService(IniSection section, String[] words) {
        if (words.length != 2) {
            unknown(section.title(), words[0]);
            return;
        }
        Section read = Section.read(section, ServiceKeys.ALL, context);
        if (!isNew(read, String.join(" ", words))) {
            return;
        }
        Word name = read.title().from(read.title().text().lastIndexOf(words[1]));
        Optional<Target> target = Target.read(name, context.names(), context.findings());
        if (target.isEmpty()) {
            refused = true;
            return;
        }
        Section before = byTarget.putIfAbsent(target.get(), read);
        if (before != null && target.get().isSomebody()) {
            clash(read, before);
        }
        services.add(new SettingsBook.ServiceSection(read, name, target.get()));
    }

    private boolean isNew(Section section, String title) {
        Section before = byTitle.putIfAbsent(title, section);
        if (before != null) {
            clash(section, before);
        }
        return before == null;
    }

    private void clash(Section second, Section first) {
        first.spoil();
        second.spoil();
        boolean same = second.title().text().equals(first.title().text());
        context.findings()
                .error(
                        second.title(),
                        "["
                                + second.title().text()
                                + "] is "
                                + (same ? "" : "[" + first.title().text() + "], which is ")
                                + "already there at "
                                + first.title().at(),
                        "make one of the two");
    }
}
