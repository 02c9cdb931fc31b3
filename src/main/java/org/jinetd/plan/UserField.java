package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;

/**
 * Reads the fifth field of a line: {@code user[.group|:group][/class]}. A user's own name may have
 * a dot in it, so the longest name that exists is taken.
 */
final class UserField {

    /** The greatest number that is a user or a group; the one above it means "leave as it is". */
    private static final long GREATEST_ID = 0xffff_fffeL;

    /** LOGIN_NAME_MAX of Linux (limits.h), without the zero at its end. */
    private static final int LONGEST_NAME = 255;

    private final Names names;
    private final Privilege privilege;
    private final Findings findings;

    UserField(Names names, Privilege privilege, Findings findings) {
        this.names = names;
        this.privilege = privilege;
        this.findings = findings;
    }

    Optional<Identity> read(Word field) {
        int slash = field.text().indexOf('/');
        if (slash >= 0) {
            findings.noteOncePerFile(
                    field.from(slash), "login classes are ignored, Linux has none", "");
        }
        return identity(slash < 0 ? field : field.part(0, slash))
                .filter(who -> isReachable(who, field));
    }

    /** Reads a user and a group that are written apart. */
    Optional<Identity> read(Word user, Word group) {
        return withGroup(user, group).filter(who -> isReachable(who, user));
    }

    /** Returns the number of a file's owner; as it is when none is named. */
    OptionalLong owner(Word user) {
        if (user.text().isEmpty()) {
            return OptionalLong.of(Ownership.AS_IT_IS);
        }
        Optional<Account> account = account(user.text()).or(() -> unknownUser(user));
        if (account.isPresent() && !privilege.reaches(account.get().uid())) {
            findings.error(
                    user,
                    "jinetd does not run as root and cannot give a socket to "
                            + Findings.quote(user),
                    "start jinetd as root, or leave the user out");
            return OptionalLong.empty();
        }
        return account.isEmpty() ? OptionalLong.empty() : OptionalLong.of(account.get().uid());
    }

    /** Returns the number of a file's group; as it is when none is named. */
    OptionalLong owningGroup(Word group) {
        if (group.text().isEmpty()) {
            return OptionalLong.of(Ownership.AS_IT_IS);
        }
        Optional<Long> gid = group(group).or(() -> unknownGroup(group));
        return gid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(gid.get());
    }

    private Optional<Identity> identity(Word who) {
        String text = who.text();
        int colon = text.indexOf(':');
        if (colon >= 0) {
            return withGroup(who.part(0, colon), who.from(colon + 1));
        }
        if (account(text).isPresent()) {
            return withoutGroup(who);
        }
        int last = text.lastIndexOf('.', LONGEST_NAME);
        for (int dot = last; dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
            if (account(text.substring(0, dot)).isPresent()) {
                return withGroup(who.part(0, dot), who.from(dot + 1));
            }
        }
        int dot = text.indexOf('.');
        return dot < 0 ? unknownUser(who) : unknownUser(who.part(0, dot));
    }

    private Optional<Identity> withoutGroup(Word who) {
        Account account = account(who.text()).orElseThrow();
        if (account.user().isEmpty()) {
            return findings.error(
                    who,
                    "user " + account.uid() + " has no account, and so no group",
                    "write " + account.uid() + ":GROUP");
        }
        Names.User user = account.user().get(0);
        List<Long> groups = names.groupsOf(user, user.gid());
        return Optional.of(new Identity(who.text(), user.uid(), user.gid(), groups));
    }

    private Optional<Identity> withGroup(Word who, Word groupWord) {
        Optional<Account> account = account(who.text());
        Optional<Long> group = group(groupWord);
        if (account.isEmpty()) {
            return unknownUser(who);
        }
        if (group.isEmpty()) {
            return unknownGroup(groupWord);
        }
        long uid = account.get().uid();
        long gid = group.get();
        List<Long> groups = groups(account.get(), gid);
        Identity identity = new Identity(who.text(), uid, gid, groups);
        if (privilege.reaches(uid) && !privilege.reachesGroup(gid)) {
            return findings.error(
                    groupWord,
                    "jinetd does not run as root and cannot change its group",
                    "leave the group out, or start jinetd as root");
        }
        return Optional.of(identity);
    }

    /** Returns the groups of a user who was given one: root's is exactly that, as in OpenBSD. */
    private List<Long> groups(Account account, long gid) {
        return account.uid() == 0 || account.user().isEmpty()
                ? List.of(gid)
                : names.groupsOf(account.user().get(0), gid);
    }

    private <T> Optional<T> unknownGroup(Word group) {
        return findings.error(
                group,
                "unknown group " + Findings.quote(group),
                findings.didYouMean(group, names::knownGroups));
    }

    private <T> Optional<T> unknownUser(Word who) {
        return who.text().isEmpty()
                ? findings.error(who, "the user is missing", "write user or user:group")
                : findings.error(
                        who,
                        "unknown user " + Findings.quote(who),
                        findings.didYouMean(who, names::knownUsers));
    }

    private boolean isReachable(Identity who, Word field) {
        if (privilege.reaches(who.uid())) {
            return true;
        }
        findings.error(
                field,
                "jinetd does not run as root and cannot become " + Problem.quote(who.name()),
                "start jinetd as root, or write the user that it runs as");
        return false;
    }

    /**
     * A user who can be served.
     *
     * @param user the row of the database; empty for a bare number that has none
     */
    private record Account(long uid, List<Names.User> user) {}

    /** Looks for a name first: nothing forbids a name of digits (useradd(8), POSIX chown). */
    private Optional<Account> account(String text) {
        OptionalLong number = Decimal.parse(text, GREATEST_ID);
        Optional<Names.User> user =
                text.length() > LONGEST_NAME ? Optional.empty() : names.user(text);
        if (user.isEmpty() && number.isPresent()) {
            user = names.user(number.getAsLong());
        }
        if (user.isPresent()) {
            return Optional.of(new Account(user.get().uid(), user.stream().toList()));
        }
        return number.isPresent()
                ? Optional.of(new Account(number.getAsLong(), List.of()))
                : Optional.empty();
    }

    private Optional<Long> group(Word word) {
        Optional<Long> group =
                word.text().length() > LONGEST_NAME ? Optional.empty() : names.group(word.text());
        return group.or(() -> Decimal.parse(word.text(), GREATEST_ID).stream().boxed().findFirst());
    }
}
