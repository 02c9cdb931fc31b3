package org.jinetd.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.os.Supervisor;

/** A supervisor that writes down what it hears, when it is willing to. */
final class FakeSupervisor implements Supervisor {

    final List<String> steps = new ArrayList<>();
    final List<String> statuses = new ArrayList<>();
    final List<Duration> extensions = new ArrayList<>();
    Optional<Duration> patience = Optional.empty();
    int signsOfLife;
    int timesTooBusy;

    @Override
    public void ready(String status) {
        steps.add("ready");
        statuses.add(status);
    }

    @Override
    public void reloading() {
        steps.add("reloading");
    }

    @Override
    public void stopping(String status) {
        steps.add("stopping");
        statuses.add(status);
    }

    @Override
    public void status(String status) {
        statuses.add(status);
    }

    @Override
    public Optional<Duration> patience() {
        return patience;
    }

    @Override
    public void alive() {
        signsOfLife++;
    }

    @Override
    public void extend(Duration time) {
        extensions.add(time);
    }

    @Override
    public boolean catchUp() {
        timesTooBusy = Math.max(0, timesTooBusy - 1);
        return timesTooBusy == 0;
    }
}
