package org.jinetd.plan;

/** What the kernel limits for a process (getrlimit(2)). */
public enum Resource {
    AS("as", Unit.BYTES),
    CORE("core", Unit.BYTES),
    CPU("cpu", Unit.SECONDS),
    DATA("data", Unit.BYTES),
    FSIZE("fsize", Unit.BYTES),
    MEMLOCK("memlock", Unit.BYTES),
    NOFILE("nofile", Unit.COUNT),
    NPROC("nproc", Unit.COUNT),
    /** Has no effect on Linux since 2.4.30; xinetd has it, so it is taken and set. */
    RSS("rss", Unit.BYTES),
    STACK("stack", Unit.BYTES);

    /** What a limit counts. */
    public enum Unit {
        BYTES,
        SECONDS,
        COUNT
    }

    private final String word;
    private final Unit unit;

    Resource(String word, Unit unit) {
        this.word = word;
        this.unit = unit;
    }

    /** Returns the word that stands behind {@code limit-} in a key. */
    public String word() {
        return word;
    }

    public Unit unit() {
        return unit;
    }
}
