package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.config.Statement;

/**
 * Makes a plan of what the configuration files say: looks up every name, applies every default, and
 * finds every contradiction. It may block for as long as the host's databases do.
 */
public final class Resolver {

    private final Names names;
    private final Defaults defaults;
    private final Privilege privilege;

    public Resolver(Names names, Defaults defaults, Privilege privilege) {
        this.names = requireNonNull(names, "names");
        this.defaults = requireNonNull(defaults, "defaults");
        this.privilege = requireNonNull(privilege, "privilege");
    }

    /**
     * Returns the plan of all files together; a default address holds to the end of its file.
     *
     * @param files the statements of each file, in the order in which they are served
     */
    public Resolution resolve(List<List<Statement>> files) {
        return resolve(files, SettingsSource.NONE);
    }

    /**
     * Returns the same plan with what jinetd.ini says.
     *
     * @param files as above
     * @param settings jinetd.ini and the files beside it
     */
    public Resolution resolve(List<List<Statement>> files, SettingsSource settings) {
        Findings findings = new Findings();
        SettingsBook book = SettingsReader.read(settings, names, defaults.wrapped(), findings);
        Draft draft = new Draft(names, defaults, privilege, book, findings);
        files.forEach(draft::addFile);
        return draft.resolution();
    }
}
