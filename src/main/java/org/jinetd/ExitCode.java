package org.jinetd;

/** How the program ends, in the numbers of sysexits(3), which say who has to act. */
public enum ExitCode {
    OK(0, "all went well"),
    USAGE(64, "the command line is wrong"),
    BUG(70, "a defect of jinetd, to be reported"),
    SYSTEM(71, "the operating system failed us, or is too old"),
    NOT_PERMITTED(77, "a right is missing"),
    CONFIGURATION(78, "the configuration is wrong, or cannot be read");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
