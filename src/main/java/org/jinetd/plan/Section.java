package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.IniSection;
import org.jinetd.config.Word;

/** A section whose keys and values are understood. Each is one object, and equal to itself only. */
final class Section {

    private final Word title;
    private final List<Chosen.Value<?>> values;
    private boolean broken;

    private Section(Word title, List<Chosen.Value<?>> values, boolean broken) {
        this.title = requireNonNull(title, "title");
        this.values = List.copyOf(values);
        this.broken = broken;
    }

    /** Reads a section; what is wrong with it has been reported. */
    static Section read(IniSection section, Collection<SettingKey<?>> keys, ValueContext context) {
        List<Chosen.Value<?>> values = new ArrayList<>();
        boolean broken = section.integrity() == IniSection.Integrity.BROKEN;
        for (IniSection.Entry entry : section.entries()) {
            Optional<SettingKey<?>> key = key(entry.key(), keys, context.findings());
            Optional<? extends Chosen.Value<?>> value =
                    key.flatMap(known -> value(known, section.title(), entry, context));
            value.ifPresent(values::add);
            broken |= value.isEmpty();
        }
        return new Section(section.title(), values, broken);
    }

    private static Optional<SettingKey<?>> key(
            Word word, Collection<SettingKey<?>> keys, Findings findings) {
        for (SettingKey<?> key : keys) {
            if (key.word().equals(word.text())) {
                return Optional.of(key);
            }
        }
        List<String> words = keys.stream().map(SettingKey::word).toList();
        String suggestion =
                ServiceKeys.ofXinetd(word.text())
                        .filter(words::contains)
                        .map(same -> "here it is " + same)
                        .orElseGet(() -> findings.didYouMean(word, words));
        return findings.error(
                word,
                "unknown key "
                        + Findings.quote(word)
                        + (suggestion.isEmpty() ? "; there are " + String.join(" ", words) : ""),
                suggestion);
    }

    private static <T> Optional<Chosen.Value<T>> value(
            SettingKey<T> key, Word title, IniSection.Entry entry, ValueContext context) {
        return key.grammar()
                .rule()
                .read(entry.value(), context)
                .map(
                        value ->
                                new Chosen.Value<>(
                                        key,
                                        value,
                                        title.text(),
                                        entry.key(),
                                        entry.value().text()));
    }

    Word title() {
        return title;
    }

    List<Chosen.Value<?>> values() {
        return values;
    }

    /** Returns whether something is wrong with it, so that nobody may be served by the rest. */
    boolean isBroken() {
        return broken;
    }

    /** Takes the section for one with which something is wrong. */
    void spoil() {
        broken = true;
    }
}
