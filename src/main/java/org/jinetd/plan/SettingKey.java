package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A key of jinetd.ini: all that is known about it. The reader, the manual page and the messages are
 * made of these. Each is one object, and equal to itself only.
 *
 * @param <T> what a value of it comes to
 */
final class SettingKey<T> {

    private final String word;
    private final Grammar<T> grammar;
    private final Manual manual;
    private final List<Obstacle> obstacles;

    /**
     * What the manual page says.
     *
     * @param meaning sentences
     * @param otherwise what holds without the key
     * @param example a value
     */
    record Manual(String meaning, String otherwise, String example) {
        Manual {
            requireNonNull(meaning, "meaning");
            requireNonNull(otherwise, "otherwise");
            requireNonNull(example, "example");
        }
    }

    /**
     * @param obstacles where it means nothing, the most telling reason first
     */
    SettingKey(String word, Grammar<T> grammar, Manual manual, Obstacle... obstacles) {
        this.word = requireNonNull(word, "word");
        this.grammar = requireNonNull(grammar, "grammar");
        this.manual = requireNonNull(manual, "manual");
        this.obstacles = List.of(obstacles);
    }

    String word() {
        return word;
    }

    Grammar<T> grammar() {
        return grammar;
    }

    Manual manual() {
        return manual;
    }

    /** Returns why it means nothing for a kind of service; empty where it does. */
    Optional<Obstacle> obstacle(ServiceKind kind) {
        return obstacles.stream().filter(each -> each.standsBefore(kind)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
