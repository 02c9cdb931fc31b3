package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

/** What is to happen with a client. */
public sealed interface Decision {

    /** It is served, and counted from now on. */
    record Admit() implements Decision {
        static final Admit INSTANCE = new Admit();
    }

    /** This client is turned away; others are not concerned. */
    record Refuse(String reason) implements Decision {
        public Refuse {
            requireNonNull(reason, "reason");
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
    }
}
