package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.config.IniText;

/**
 * jinetd.ini and the files beside it, as syntax.
 *
 * @param texts in the order in which they are read
 * @param files how to read what they name
 */
public record SettingsSource(List<IniText> texts, TextFiles files) {

    /** There is no such file. */
    public static final SettingsSource NONE =
            new SettingsSource(
                    List.of(), (path, most) -> new TextFiles.Reading.Failed("no settings"));

    public SettingsSource {
        texts = List.copyOf(texts);
        requireNonNull(files, "files");
    }
}
