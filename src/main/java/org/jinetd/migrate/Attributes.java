package org.jinetd.migrate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.Word;

/** What blocks say: for each attribute its values, and where it stands. */
final class Attributes {

    /**
     * An attribute that is said.
     *
     * @param at where it stands first
     * @param values all of them; may be none
     */
    record Said(Position at, List<Word> values) {
        Said {
            requireNonNull(at, "at");
            values = List.copyOf(values);
        }

        /** Returns the values as they are written. */
        String text() {
            return String.join(" ", values.stream().map(Word::text).toList());
        }
    }

    private final Map<Attribute, Said> said = new EnumMap<>(Attribute.class);

    void put(Attribute attribute, Said what) {
        said.put(attribute, what);
    }

    boolean has(Attribute attribute) {
        return said.containsKey(attribute);
    }

    Optional<Said> get(Attribute attribute) {
        return Optional.ofNullable(said.get(attribute));
    }

    /** Returns the first value. */
    Optional<Word> value(Attribute attribute) {
        return get(attribute).flatMap(each -> each.values().stream().findFirst());
    }

    List<Word> values(Attribute attribute) {
        return get(attribute).map(Said::values).orElse(List.of());
    }

    boolean hasValue(Attribute attribute, String text) {
        return values(attribute).stream().anyMatch(word -> word.text().equals(text));
    }

    /** Returns these, and of others those that are not among them. */
    Attributes over(Attributes others) {
        Attributes all = new Attributes();
        others.said.forEach(all::put);
        said.forEach(all::put);
        return all;
    }

    /** Returns the attributes that are said, in alphabetical order. */
    List<Attribute> all() {
        return new ArrayList<>(said.keySet());
    }
}
