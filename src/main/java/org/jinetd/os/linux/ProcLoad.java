package org.jinetd.os.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jinetd.os.LoadAverage;

/** The load as the kernel tells it. To read it takes microseconds, and never a disk. */
public final class ProcLoad implements LoadAverage {

    private final Path file;

    public ProcLoad() {
        this(Path.of("/proc/loadavg"));
    }

    ProcLoad(Path file) {
        this.file = file;
    }

    @Override
    public OptionalDouble oneMinute() {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return OptionalDouble.of(Double.parseDouble(text.substring(0, text.indexOf(' '))));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return OptionalDouble.empty();
        }
    }
}
