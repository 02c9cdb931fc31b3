package org.jinetd.hosts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The identification protocol (RFC 1413), as far as a client of it has to know it. */
public final class IdentReply {

    /** The port of ident. */
    public static final int PORT = 113;

    /** The most characters of a reply that are of interest (RFC 1413, section 6). */
    public static final int LONGEST = 1000;

    private static final int LONGEST_USER = 512;

    private static final Pattern REPLY =
            Pattern.compile(
                    "[ \t]*([0-9]{1,5})[ \t]*,[ \t]*([0-9]{1,5})[ \t]*:[ \t]*USERID[ \t]*:([^:]*):(.*)");

    private IdentReply() {}

    /** Returns what is sent: whose connection it is about, as its host sees it. */
    public static String query(int clientPort, int serverPort) {
        return clientPort + "," + serverPort + "\r\n";
    }

    /**
     * Returns the user that a reply names: its first word, as libwrap takes it, if every character
     * of that is a printable one of ASCII. Nothing for an error, or a reply about another
     * connection.
     *
     * @param line without the newline
     */
    public static Optional<String> user(String line, int clientPort, int serverPort) {
        Matcher reply =
                REPLY.matcher(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        if (line.length() > LONGEST
                || !reply.matches()
                || Integer.parseInt(reply.group(1)) != clientPort
                || Integer.parseInt(reply.group(2)) != serverPort) {
            return Optional.empty();
        }
        String[] words = reply.group(4).strip().split("[ \t]", 2);
        boolean clean =
                !words[0].isEmpty()
                        && words[0].length() <= LONGEST_USER
                        && words[0].chars().allMatch(c -> c > ' ' && c < 0x7f);
        return clean ? Optional.of(words[0]) : Optional.empty();
    }
}
