package org.jinetd.plan;

/**
 * An ONC RPC program (RFC 5531) as it is registered with rpcbind(8): each version from low to high.
 *
 * @param number 1 to 2³²−1
 * @param lowVersion 0 to 2³¹−1
 * @param highVersion not below {@code lowVersion}
 */
public record RpcProgram(long number, int lowVersion, int highVersion) {

    static final long LARGEST_NUMBER = 0xffff_ffffL;

    public RpcProgram {
        if (number < 1 || number > LARGEST_NUMBER) {
            throw new IllegalArgumentException("no program: " + number);
        }
        if (lowVersion < 0 || highVersion < lowVersion) {
            throw new IllegalArgumentException("no versions: " + lowVersion + "-" + highVersion);
        }
    }

    /** Returns whether there is a version that would be registered by both. */
    boolean overlaps(RpcProgram other) {
        return number == other.number
                && lowVersion <= other.highVersion
                && other.lowVersion <= highVersion;
    }

    /** Returns {@code 100001/2-4}, or {@code 100001/2} when there is one version. */
    @Override
    public String toString() {
        String versions = lowVersion == highVersion ? "" : "-" + highVersion;
        return number + "/" + lowVersion + versions;
    }
}
