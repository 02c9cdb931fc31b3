package org.jinetd.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Configurations in which little is the same from one to the next, and much comes back. */
final class RandomLines {

    private static final List<String> HOSTS =
            List.of("", "*:", "127.0.0.1:", "127.0.0.1,127.0.0.2:", "::1:");
    private static final List<String> MODES =
            List.of("nowait", "wait", "nowait.2", "nowait/1", "nowait/3/2/1", "wait.1", "nowait.0");
    private static final List<String> BUFFERS = List.of("", "", ",rcvbuf=8k", ",sndbuf=9k");
    private static final List<String> BUILT_INS = List.of("echo", "discard", "daytime", "time");

    private final Random random;
    private final List<String> modes;

    private RandomLines(Random random, List<String> modes) {
        this.random = random;
        this.modes = modes;
    }

    static RandomLines limited(Random random) {
        return new RandomLines(random, MODES);
    }

    static RandomLines unlimited(Random random) {
        return new RandomLines(random, List.of("nowait", "wait"));
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Returns programs on some ports and paths and behind tcpmux, and built-ins on others. */
    String[] apart() {
        List<String> lines = new ArrayList<>();
        if (random.nextBoolean()) {
            lines.add("1 stream tcp " + any(modes) + " root internal tcpmux");
            lines.add(muxed());
            lines.add(muxed());
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            lines.add(program(any(List.of("21", "22", "23"))));
            lines.add(builtIn(any(List.of("7", "8"))));
        }
        return lines.toArray(String[]::new);
    }

    /** Returns programs and built-ins on the same ports. */
    String[] mixed() {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String port = any(List.of("1", "2", "3"));
            lines.add(random.nextBoolean() ? program(port) : builtIn(port));
        }
        return lines.toArray(String[]::new);
    }

    private String program(String port) {
        String program = " root /bin/" + any(List.of("a", "b"));
        return switch (random.nextInt(4)) {
            case 0 -> any(HOSTS) + port + " dgram udp" + buffers() + " wait" + program;
            case 1 -> "/run/" + port + " stream unix " + any(modes) + program;
            default -> any(HOSTS) + port + " stream tcp" + buffers() + " " + any(modes) + program;
        };
    }

    private String muxed() {
        String mode = any(modes.stream().filter(each -> each.startsWith("no")).toList());
        String name = any(List.of("a", "A", "+a", "b", "+b"));
        return "tcpmux/" + name + " stream tcp " + mode + " root /bin/" + any(List.of("a", "b"));
    }

    private String buffers() {
        return any(List.of("", "4")) + any(BUFFERS);
    }

    private String builtIn(String port) {
        String words = " root internal " + any(BUILT_INS);
        return random.nextBoolean()
                ? any(HOSTS) + port + " dgram udp" + buffers() + " wait" + words
                : any(HOSTS) + port + " stream tcp" + buffers() + " " + any(modes) + words;
    }
}
