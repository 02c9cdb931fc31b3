package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rpc(5) file as it was when it was read: names of programs, and their numbers. Where a name
 * stands twice, the first line wins, as in glibc.
 */
final class RpcFile {

    private final Map<String, Long> numbers = new TreeMap<>();

    private RpcFile() {}

    /** Reads a file. One that is missing or cannot be read is empty, as for glibc. */
    static RpcFile read(Path path) {
        try {
            return parse(new String(Files.readAllBytes(path), UTF_8));
        } catch (IOException e) {
            return new RpcFile();
        }
    }

    static RpcFile parse(String text) {
        RpcFile file = new RpcFile();
        text.lines().forEach(file::addLine);
        return file;
    }

    /** Returns the number of the program with this name or alias. */
    OptionalLong find(String name) {
        Long number = numbers.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Returns all names and aliases, sorted. */
    Set<String> names() {
        return Collections.unmodifiableSet(numbers.keySet());
    }

    private void addLine(String line) {
        int comment = line.indexOf('#');
        String[] words =
                (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
        if (words.length < 2 || !words[1].matches("[0-9]{1,10}")) {
            return;
        }
        long number = Long.parseLong(words[1]);
        if (number > 0xffff_ffffL) {
            return;
        }
        for (int i = 0; i < words.length; i++) {
            if (i != 1) {
                numbers.putIfAbsent(words[i], number);
            }
        }
    }
}
