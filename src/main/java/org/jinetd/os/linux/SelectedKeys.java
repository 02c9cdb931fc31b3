package org.jinetd.os.linux;

import java.nio.channels.SelectionKey;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** The selected keys: the user of a selector may take keys out, only the selector puts them in. */
final class SelectedKeys extends AbstractSet<SelectionKey> {

    private final Set<SelectionKey> keys = new HashSet<>();

    /** Returns whether the key was not in it. */
    boolean select(EpollKey key) {
        return keys.add(key);
    }

    @Override
    public Iterator<SelectionKey> iterator() {
        return keys.iterator();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public boolean contains(Object key) {
        return keys.contains(key);
    }

    @Override
    public boolean remove(Object key) {
        return keys.remove(key);
    }

    @Override
    public void clear() {
        keys.clear();
    }
}
