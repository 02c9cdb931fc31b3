package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jinetd.config.Word;

/**
 * What a value may look like.
 *
 * @param form as it is shown to the operator
 * @param rule makes the value of its text
 */
record Grammar<T>(String form, Rule<T> rule) {

    /** Makes something of a word. */
    @FunctionalInterface
    interface Rule<T> {

        /** Returns what the word means; empty when it is wrong, which has been reported. */
        Optional<T> read(Word word, ValueContext context);
    }

    /** Yes or no. */
    enum Answer {
        YES,
        NO
    }

    static final Grammar<Answer> YES_OR_NO =
            choice(Answer.values(), answer -> answer == Answer.YES ? "yes" : "no");

    Grammar {
        requireNonNull(form, "form");
        requireNonNull(rule, "rule");
    }

    /** Returns the grammar of one of a few words. */
    static <T> Grammar<T> choice(T[] values, Function<T, String> word) {
        List<String> words = Arrays.stream(values).map(word).toList();
        String form = String.join(" | ", words);
        return new Grammar<>(
                form,
                (value, context) ->
                        Arrays.stream(values)
                                .filter(each -> word.apply(each).equals(value.text()))
                                .findFirst()
                                .or(
                                        () ->
                                                context.bad(
                                                        value,
                                                        alternatives(words),
                                                        context.findings()
                                                                .didYouMean(value, words))));
    }

    static String alternatives(List<String> words) {
        int last = words.size() - 1;
        return last == 0
                ? words.get(0)
                : words.stream().limit(last).collect(Collectors.joining(", "))
                        + " or "
                        + words.get(last);
    }

    /** Returns the grammar of a list, separated by blanks, of at least one. */
    static <T> Grammar<List<T>> list(String form, Rule<T> rule) {
        return new Grammar<>(form, (value, context) -> context.each(value, rule));
    }

    /** Returns a grammar that knows one more word, for a value of its own. */
    Grammar<T> or(String word, T meaning) {
        return new Grammar<>(
                form + " | " + word,
                (value, context) ->
                        value.text().equals(word)
                                ? Optional.of(meaning)
                                : rule.read(value, context));
    }

    /** Returns a grammar of the same texts with other meanings. */
    <S> Grammar<S> as(Function<T, S> meaning) {
        return new Grammar<>(form, (value, context) -> rule.read(value, context).map(meaning));
    }
}
