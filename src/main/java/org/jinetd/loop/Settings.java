package org.jinetd.loop;

/**
 * What the command line says about serving.
 *
 * @param backlog connections that may wait at a listener
 * @param connections whether each of them is logged
 */
public record Settings(int backlog, Connections connections) {

    /** What is said about a connection that goes well. */
    public enum Connections {
        /** One line at its start and one at its end. */
        LOGGED,
        /** Nothing; what goes wrong is always said. */
        QUIET
    }
}
