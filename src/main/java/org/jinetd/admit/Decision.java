package org.jinetd.admit;

import static java.util.Objects.requireNonNull;

/** What is to happen with a client. */
public sealed interface Decision {

    /**
     * It is served, and counted from now on.
     *
     * @param source what {@link Gate#ended} is to be told when it is over
     */
    record Admit(Source source) implements Decision {
        public Admit {
            requireNonNull(source, "source");
        }
    }

    /** This client is turned away; others are not concerned. */
    record Refuse(Reason reason) implements Decision {
        public Refuse {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * This client is turned away, and all others of its source from now on.
     *
     * @param ban for how long, and from what
     */
    record ShutOut(Ban ban) implements Decision {
        public ShutOut {
            requireNonNull(ban, "ban");
        }
    }

    /**
     * The service takes nobody for a while.
     *
     * @param untilNanos when it takes clients again, on the clock that was given
     */
    record Pause(long untilNanos, Reason reason) implements Decision {
        public Pause {
            requireNonNull(reason, "reason");
        }
    }

    /** More has to be known of the client: {@link Gate#admit} is to be asked again with that. */
    record Ask(Question question) implements Decision {
        public Ask {
            requireNonNull(question, "question");
        }
    }

    /** What has to be known. */
    enum Question {
        /** The name that belongs to the address, confirmed by the address that belongs to it. */
        NAME,
        /** What hosts.allow and hosts.deny say. */
        HOSTS,
        NAME_AND_HOSTS
    }
}
