package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import org.jinetd.config.Position;

/**
 * One word of an access list.
 *
 * @param clients whom it is about
 * @param at where it stands
 */
public record AccessRule(Clients clients, Position at) {

    public AccessRule {
        requireNonNull(clients, "clients");
        requireNonNull(at, "at");
    }

    /** Whom a rule is about. */
    public sealed interface Clients {

        /** All addresses of a network; a network of one is an address. */
        record Network(Prefix prefix) implements Clients {
            public Network {
                requireNonNull(prefix, "prefix");
            }

            @Override
            public String toString() {
                return prefix.toString();
            }
        }

        /**
         * The host of this name: its client's address leads to the name, and the name back to the
         * address.
         *
         * @param name in lower case, without a dot at its end
         */
        record Host(String name) implements Clients {
            public Host {
                requireNonNull(name, "name");
            }

            @Override
            public String toString() {
                return name;
            }
        }

        /**
         * All hosts whose names end so.
         *
         * @param suffix in lower case, starts with a dot
         */
        record Domain(String suffix) implements Clients {
            public Domain {
                requireNonNull(suffix, "suffix");
                if (!suffix.startsWith(".")) {
                    throw new IllegalArgumentException("no domain: " + suffix);
                }
            }

            @Override
            public String toString() {
                return suffix;
            }
        }
    }
}
