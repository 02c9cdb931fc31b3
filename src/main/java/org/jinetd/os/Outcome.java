package org.jinetd.os;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/** What a system call led to: its value, or which call failed and why. */
public sealed interface Outcome<T> {

    static <T> Outcome<T> of(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> failed(String call, Errno errno) {
        return new Failed<>(call, errno);
    }

    static <T> Outcome<T> failed(String call, Errno errno, Optional<String> remedy) {
        return new Failed<>(call, errno, remedy);
    }

    /** Returns one of two results; the compiler keeps both cases covered. */
    <R> R match(Function<Done<T>, R> done, Function<Failed<T>, R> failed);

    /** The call succeeded. */
    record Done<T>(T value) implements Outcome<T> {
        public Done {
            requireNonNull(value, "value");
        }

        @Override
        public <R> R match(Function<Done<T>, R> done, Function<Failed<T>, R> failed) {
            return done.apply(this);
        }
    }

    /**
     * The call failed.
     *
     * @param call the system call with the arguments that matter, as {@code bind([::1]:80)}
     * @param remedy what whoever reads of it can do, or has to know; empty when the errno says it
     */
    record Failed<T>(String call, Errno errno, Optional<String> remedy) implements Outcome<T> {
        public Failed {
            requireNonNull(call, "call");
            requireNonNull(errno, "errno");
            requireNonNull(remedy, "remedy");
        }

        public Failed(String call, Errno errno) {
            this(call, errno, Optional.empty());
        }

        @Override
        public <R> R match(Function<Done<T>, R> done, Function<Failed<T>, R> failed) {
            return failed.apply(this);
        }

        /** Returns {@code call: ERRNO (text)}, and {@code — remedy}. */
        @Override
        public String toString() {
            return call + ": " + errno + remedy.map(text -> " — " + text).orElse("");
        }
    }
}
