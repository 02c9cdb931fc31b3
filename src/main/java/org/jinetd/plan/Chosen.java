package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.config.Word;

/** The values that hold for one kind of service, each by its key. */
final class Chosen {

    /**
     * A key with its value.
     *
     * @param section the title of where it stands
     * @param at the key
     * @param text the value as written
     */
    record Value<T>(SettingKey<T> key, T value, String section, Word at, String text) {
        Value {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
            requireNonNull(section, "section");
            requireNonNull(at, "at");
            requireNonNull(text, "text");
        }

        /** Returns what {@code --print} tells of it. */
        Said said() {
            return new Said(section, key.word(), text, at.at());
        }
    }

    private final Map<SettingKey<?>, Value<?>> values = new LinkedHashMap<>();

    /** Puts a value in the place of the one that is there. */
    void put(Value<?> value) {
        values.remove(value.key());
        values.put(value.key(), value);
    }

    void removeAll(Collection<SettingKey<?>> keys) {
        values.keySet().removeAll(keys);
    }

    /** Returns the value of a key. */
    @SuppressWarnings("unchecked") // a key's value is of the key's own type
    <T> Optional<T> get(SettingKey<T> key) {
        return Optional.ofNullable((Value<T>) values.get(key)).map(Value::value);
    }

    /** Returns all that is chosen, in the order in which it was said. */
    List<Said> said() {
        List<Said> said = new ArrayList<>();
        values.values().forEach(value -> said.add(value.said()));
        return said;
    }
}
