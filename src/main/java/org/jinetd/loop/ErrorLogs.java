package org.jinetd.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Children;

/**
 * The log of one service's descriptor 2, and those before it that children still write to or starts
 * were told of.
 */
final class ErrorLogs {

    private final Works works;
    private final Children.Lane lane;
    private Optional<ErrorLog> current = Optional.empty();
    private final List<ErrorLog> ended = new ArrayList<>();

    ErrorLogs(Works works, Children.Lane lane) {
        this.works = works;
        this.lane = lane;
    }

    /** Has the next starts write to a log, if there is room for one. */
    void want(String service) {
        if (current.isEmpty()) {
            current = ErrorLog.open(works, service, this::ended);
            lane.errorsTo(current.map(ErrorLog::errors));
        }
    }

    /**
     * A child can shut the socket down for all: those to come get another. Starts under way were
     * told the number of this one, which must not be another file's before they are done.
     */
    @SuppressWarnings("ReferenceEquality") // one log is meant, not one that is like it
    private void ended(ErrorLog log) {
        if (current.filter(each -> each == log).isPresent()) {
            current = Optional.empty();
            lane.errorsTo(Optional.empty());
            ended.add(log);
        } else {
            log.close(); // finished, so no start knows of it
        }
    }

    /** Takes note that no start is under way. */
    void noneStarts() {
        ended.forEach(ErrorLog::close);
        ended.clear();
    }

    /** Reads what the children that are left write until the last of them is gone. */
    void finish() {
        noneStarts();
        current.ifPresent(ErrorLog::finish);
        current = Optional.empty();
    }
}
