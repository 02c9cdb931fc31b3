package org.jinetd.os;

import java.util.OptionalDouble;

/** How much the machine has to do. */
@FunctionalInterface
public interface LoadAverage {

    /** Nobody knows. */
    LoadAverage UNKNOWN = OptionalDouble::empty;

    /** Returns the load of the last minute (proc_loadavg(5)), without waiting. */
    OptionalDouble oneMinute();
}
