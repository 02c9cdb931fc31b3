package org.jinetd.hosts;

import static java.util.Objects.requireNonNull;

import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;

/** A pattern for a host, by its address or its name (hosts_access(5), PATTERNS). */
public sealed interface HostPattern {

    /**
     * Addresses whose bits under the mask are these; the mask may have gaps.
     *
     * @param network no bit outside of the mask
     */
    record Network4(int network, int mask) implements HostPattern {
        public Network4 {
            if ((network & mask) != network) {
                throw new IllegalArgumentException("bits outside of the mask");
            }
        }

        boolean contains(Ip address) {
            return address.family() == Ip.Family.V4 && ((int) address.low() & mask) == network;
        }

        @Override
        public String toString() {
            return Ip.v4(network) + "/" + Ip.v4(mask);
        }
    }

    /** An IPv6 network; one of 128 bits is an address. */
    record Network6(Prefix prefix) implements HostPattern {
        public Network6 {
            requireNonNull(prefix, "prefix");
        }

        @Override
        public String toString() {
            return "[" + prefix.network() + "]/" + prefix.length();
        }
    }

    /**
     * Any of the patterns in a file.
     *
     * @param path absolute
     */
    record Listed(String path) implements HostPattern {
        public Listed {
            requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /** KNOWN: a host with an address and a name that leads back to it. */
    record Known() implements HostPattern {
        @Override
        public String toString() {
            return "KNOWN";
        }
    }

    /** LOCAL: a host whose name has no dot. */
    record Local() implements HostPattern {
        @Override
        public String toString() {
            return "LOCAL";
        }
    }

    /** A host whose address or name, as text, is such. */
    record Called(TextPattern text) implements HostPattern {
        public Called {
            requireNonNull(text, "text");
        }

        /** Returns whether it has nothing but digits and dots, so that no name can be meant. */
        boolean isNumeric() {
            return text.toString().chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** A word that is no pattern, or one that this program cannot decide, as a netgroup. */
    record Faulty(String word) implements HostPattern {
        public Faulty {
            requireNonNull(word, "word");
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
