package org.jinetd.migrate;

import java.util.List;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;
import org.jinetd.migrate.SectionTranslator.GroupsIn;

/** Writes the section of defaults: what the block says, and what xinetd does without one. */
final class DefaultsTranslator {

    private final Attributes said;
    private final GroupsIn groupsIn;

    DefaultsTranslator(Attributes said, GroupsIn groupsIn) {
        this.said = said;
        this.groupsIn = groupsIn;
    }

    Sheet sheet(Word title, List<Problem> problems) {
        Sheet sheet = new Sheet(title, problems);
        Position at = title.at();
        sheet.entitle(new Piece("defaults", "defaults", at));
        if (!said.has(Attribute.CPS)) {
            sheet.addKey("rate", "50/1s", at);
            sheet.addKey("pause", "10s", at);
        }
        KeyTranslator keys = new KeyTranslator(sheet);
        said.all().forEach(each -> keys.add(each, said.get(each).orElseThrow()));
        sheet.addKey("when-full", "refuse", at);
        AccessLists lists = AccessLists.of(said, sheet);
        lists.onlyFrom().ifPresent(words -> sheet.addKey("only-from", String.join(" ", words), at));
        lists.noAccess().ifPresent(words -> sheet.addKey("no-access", String.join(" ", words), at));
        sheet.addKey("hosts-access", "yes", at);
        SectionTranslator.banners(said, sheet);
        SectionTranslator.log(said, sheet);
        if (groupsIn == GroupsIn.DEFAULTS) {
            sheet.addKey("groups", "none", at);
        }
        return sheet;
    }
}
