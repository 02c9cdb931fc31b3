package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who a child is: numbers only, looked up when the plan was made.
 *
 * @param name the user as written, for messages
 * @param uid 0 to 2³²−2
 * @param gid 0 to 2³²−2
 * @param groups all supplementary groups, in ascending order; empty drops every one
 */
public record Identity(String name, long uid, long gid, List<Long> groups) {

    public Identity {
        requireNonNull(name, "name");
        groups = List.copyOf(groups);
    }
}
