package org.jinetd.plan;

/**
 * Whom the daemon may turn its children into.
 *
 * @param uid the daemon's own user, 0 to 2³²−2
 */
public record Privilege(long uid) {

    /** Everybody. */
    public static final Privilege ROOT = new Privilege(0);

    public boolean isRoot() {
        return uid == 0;
    }

    /** Returns whether a child may get this user (setuid(2)). */
    public boolean reaches(long user) {
        return isRoot() || uid == user;
    }
}
