package org.jinetd.plan;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * Reads the first field of a line for UNIX sockets: a path, {@code :user:group:mode:/path} as in
 * FreeBSD, where user or group may be left out, or {@code @name}.
 */
final class PathField {

    /** What sun_path holds beside the NUL at its end (unix(7)). */
    private static final int LONGEST = 107;

    private final UserField users;
    private final Findings findings;

    PathField(UserField users, Findings findings) {
        this.users = users;
        this.findings = findings;
    }

    Optional<Endpoint> read(Word field, SocketType type) {
        String text = field.text();
        if (text.startsWith("@")) {
            return abstractName(field.from(1), type);
        }
        return text.startsWith(":")
                ? owned(field, type)
                : path(field).map(path -> new Endpoint.Unix(type, path));
    }

    private Optional<Endpoint> abstractName(Word name, SocketType type) {
        if (name.text().isEmpty()) {
            return findings.error(name, "the name is missing behind @", "write @NAME");
        }
        return fits(name)
                ? Optional.of(new Endpoint.Abstract(type, name.text()))
                : Optional.empty();
    }

    private Optional<Endpoint> owned(Word field, SocketType type) {
        String text = field.text();
        int second = text.indexOf(':', 1);
        int third = second < 0 ? -1 : text.indexOf(':', second + 1);
        int fourth = third < 0 ? -1 : text.indexOf(':', third + 1);
        if (fourth < 0) {
            return findings.error(
                    field,
                    Findings.quote(field) + " has no owner, group and mode before the path",
                    "write :user:group:mode:/path, or the path alone");
        }
        OptionalLong uid = users.owner(field.part(1, second));
        OptionalLong gid = users.owningGroup(field.part(second + 1, third));
        OptionalInt mode = mode(field.part(third + 1, fourth));
        Optional<String> path = path(field.from(fourth + 1));
        if (uid.isEmpty() || gid.isEmpty() || mode.isEmpty() || path.isEmpty()) {
            return Optional.empty();
        }
        Ownership ownership = new Ownership(uid.getAsLong(), gid.getAsLong(), mode.getAsInt());
        return Optional.of(new Endpoint.Unix(type, path.get(), ownership));
    }

    private OptionalInt mode(Word word) {
        if (!word.text().matches("[0-7]{1,4}")
                || Integer.parseInt(word.text(), 8) > Ownership.LARGEST_MODE) {
            findings.error(
                    word,
                    Findings.quote(word) + " is not a mode from 0 to 777",
                    "write three octal digits, as for chmod(1)");
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(word.text(), 8));
    }

    private Optional<String> path(Word word) {
        String path = word.text();
        if (!fits(word)) {
            return Optional.empty();
        }
        if (!path.startsWith("/") || path.endsWith("/")) {
            return findings.error(
                    word,
                    Findings.quote(word) + " is not the absolute path of a socket",
                    "write /run/NAME");
        }
        return Optional.of(path);
    }

    private boolean fits(Word word) {
        int length = word.text().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            findings.error(
                    word,
                    "the path has " + length + " bytes, a UNIX socket's has at most " + LONGEST,
                    "choose a shorter one");
        }
        return length <= LONGEST;
    }
}
