package org.jinetd.os.linux;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/** One argument of a system call that a child will make: a number, or the address of data. */
sealed interface Argument {

    static Argument number(long value) {
        return new Value(value, Long.toString(value));
    }

    static Argument number(long value, String shown) {
        return new Value(value, shown);
    }

    /**
     * A number.
     *
     * @param shown how an explanation writes it: constants by name
     */
    record Value(long value, String shown) implements Argument {
        @Override
        public String toString() {
            return shown;
        }
    }

    /** The address of a string that ends with a zero byte. */
    record Text(String value) implements Argument {
        public Text {
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /** The address of a vector of strings that ends with a null pointer. */
    record Texts(List<String> values) implements Argument {
        @Override
        public String toString() {
            return values.stream()
                    .map(v -> '"' + v + '"')
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * The address of a vector of strings to which more are added for each child: the environment.
     * It is the last argument of the last step.
     */
    record OpenTexts(List<String> values) implements Argument {
        @Override
        public String toString() {
            return new Texts(values).toString();
        }
    }

    /** The address of 32-bit numbers, such as group ids. */
    record Words(List<Long> values, String shown) implements Argument {
        Words(List<Long> values) {
            this(values, values.toString());
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /**
     * The address of room that a call of the child itself fills with text: the value of a variable,
     * which is added to the {@link OpenTexts} behind it. A list has one at most.
     *
     * @param name the variable's
     * @param room how many bytes the call may write
     */
    record Blank(String name, int room) implements Argument {
        public Blank {
            requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return "&" + name;
        }
    }

    /** The address of 64-bit numbers, such as a resource limit. */
    record LongWords(List<Long> values, String shown) implements Argument {
        @Override
        public String toString() {
            return shown;
        }
    }
}
