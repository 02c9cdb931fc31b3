package org.jinetd.plan;

/**
 * Who may connect to a UNIX socket in the file system: its file's owner and mode.
 *
 * @param uid the owner, 0 to 2³²−2, or {@link #AS_IT_IS}
 * @param gid the group, 0 to 2³²−2, or {@link #AS_IT_IS}
 * @param mode the permissions, 0 to 0777
 */
public record Ownership(long uid, long gid, int mode) {

    /** Leaves the owner or the group as the kernel sets it: the daemon's own (chown(2)). */
    public static final long AS_IT_IS = -1;

    /** What a path without an owner before it gets: everybody may connect, as with a port. */
    public static final Ownership EVERYBODY = new Ownership(AS_IT_IS, AS_IT_IS, 0666);

    static final int LARGEST_MODE = 0777;

    private static final long LARGEST_ID = 0xffff_fffeL;

    public Ownership {
        if (uid < AS_IT_IS || uid > LARGEST_ID || gid < AS_IT_IS || gid > LARGEST_ID) {
            throw new IllegalArgumentException("no owner: " + uid + ":" + gid);
        }
        if (mode < 0 || mode > LARGEST_MODE) {
            throw new IllegalArgumentException("no mode: " + mode);
        }
    }
}
