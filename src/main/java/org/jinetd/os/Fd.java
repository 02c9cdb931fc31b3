package org.jinetd.os;

/**
 * An open descriptor of this process. It can be given up only once: a descriptor that is closed
 * twice closes somebody else's.
 */
public final class Fd {

    private static final int GIVEN_UP = -1;

    private int number;

    public Fd(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("no descriptor: " + number);
        }
        this.number = number;
    }

    /** Returns the number the kernel knows it by. */
    public int number() {
        if (number == GIVEN_UP) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return number;
    }

    public boolean isOpen() {
        return number != GIVEN_UP;
    }

    /** Returns the number for the last time; the caller closes it. */
    public int release() {
        int last = number();
        number = GIVEN_UP;
        return last;
    }

    @Override
    public String toString() {
        return isOpen() ? "fd " + number : "fd closed";
    }
}
