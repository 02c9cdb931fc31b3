package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What is to happen with a client. */
public sealed interface Decision {

    /** Returns one of three results; the compiler keeps every case covered. */
    <R> R match(Function<Admit, R> admit, Function<Refuse, R> refuse, Function<Pause, R> pause);

    /** It is served, and counted from now on. */
    record Admit() implements Decision {
        static final Admit INSTANCE = new Admit();

        @Override
        public <R> R match(
                Function<Admit, R> admit, Function<Refuse, R> refuse, Function<Pause, R> pause) {
            return admit.apply(this);
        }
    }

    /** This client is turned away; others are not concerned. */
    record Refuse(String reason) implements Decision {
        public Refuse {
            requireNonNull(reason, "reason");
        }

        @Override
        public <R> R match(
                Function<Admit, R> admit, Function<Refuse, R> refuse, Function<Pause, R> pause) {
            return refuse.apply(this);
        }
    }

    /**
     * The service takes nobody for a while.
     *
     * @param untilNanos when it takes clients again, on the clock that was given
     */
    record Pause(long untilNanos, String reason) implements Decision {
        public Pause {
            requireNonNull(reason, "reason");
        }

        @Override
        public <R> R match(
                Function<Admit, R> admit, Function<Refuse, R> refuse, Function<Pause, R> pause) {
            return pause.apply(this);
        }
    }
}
