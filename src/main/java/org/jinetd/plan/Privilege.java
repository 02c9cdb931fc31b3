package org.jinetd.plan;

/**
 * Whom the daemon may turn its children into.
 *
 * @param uid the daemon's own user, 0 to 2³²−2
 * @param gid the daemon's own group, which the children of an ordinary user keep
 */
public record Privilege(long uid, long gid) {

    /** Everybody. */
    public static final Privilege ROOT = new Privilege(0, 0);

    public boolean isRoot() {
        return uid == 0;
    }

    /** Returns whether a child may get this user (setuid(2)). */
    public boolean reaches(long user) {
        return isRoot() || uid == user;
    }

    /**
     * Returns whether a child may get this group, or has it anyway; that the daemon's user is in it
     * is not enough (setgid(2)).
     */
    boolean reachesGroup(long group) {
        return isRoot() || gid == group;
    }
}
