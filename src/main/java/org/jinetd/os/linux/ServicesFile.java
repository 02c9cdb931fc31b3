package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The services(5) file as it was when it was read. Where a name stands twice, the first line wins,
 * as in glibc; so does its being an alias over a later official name.
 */
final class ServicesFile {

    /**
     * One line.
     *
     * @param name the official name
     * @param port 1 to 65535
     */
    record Entry(String name, int port) {}

    private record Key(String name, String protocol) {}

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Set<String> names = new TreeSet<>();

    private ServicesFile() {}

    /** Reads a file. One that is missing or cannot be read is empty, as for glibc. */
    static ServicesFile read(Path path) {
        try {
            // Not readString: it throws at the first byte that is no UTF-8, in a comment even.
            return parse(new String(Files.readAllBytes(path), UTF_8));
        } catch (IOException e) {
            return new ServicesFile();
        }
    }

    static ServicesFile parse(String text) {
        ServicesFile file = new ServicesFile();
        text.lines().forEach(file::addLine);
        return file;
    }

    /** Returns the line with this name or alias. */
    Optional<Entry> find(String name, String protocol) {
        return Optional.ofNullable(entries.get(new Key(name, protocol)));
    }

    /** Returns all official names and aliases, sorted. */
    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    private void addLine(String line) {
        int comment = line.indexOf('#');
        String[] words =
                (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
        if (words.length < 2) {
            return;
        }
        int slash = words[1].indexOf('/');
        int port = slash < 0 ? 0 : port(words[1].substring(0, slash));
        if (port == 0) {
            return;
        }
        String protocol = words[1].substring(slash + 1);
        Entry entry = new Entry(words[0], port);
        for (int i = 0; i < words.length; i++) {
            if (i != 1) {
                entries.putIfAbsent(new Key(words[i], protocol), entry);
                names.add(words[i]);
            }
        }
    }

    /** Returns the number, or 0 when it is no port. */
    private static int port(String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            return 0;
        }
        int port = Integer.parseInt(digits);
        return port <= 0xffff ? port : 0;
    }
}
