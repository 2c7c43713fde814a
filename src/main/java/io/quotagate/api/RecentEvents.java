package io.quotagate.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was told of one tenant of late, as it was written, within a bounded memory: a listener that was away goes on after
 * the last event that it has. Nobody else's events have ids of this memory.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class RecentEvents {

    private static final int MOST = 1_000;
    private static final int MOST_CHARACTERS = 256 << 10;
    private static final Pattern ID = Pattern.compile("([0-9a-f]{16})-(\\d{1,18})");

    private final String name;
    private final Deque<Event> events = new ArrayDeque<>();
    private long most = MOST_CHARACTERS;
    private int characters;
    private long latest;

    private record Event(long number, String text) {}

    /** @param random tells this memory from all others, of this process and of others */
    RecentEvents(long random) {
        this.name = String.format("%016x", random);
    }

    /**
     * Remembers an event.
     *
     * @param data one line
     * @return as it is sent
     */
    String add(String type, String data) {
        latest++;
        String text = text(type, data);
        events.add(new Event(latest, text));
        characters += text.length();
        forget();
        return text;
    }

    /** Where many tenants are listened to, each has less. */
    void keepWithin(long mostCharacters) {
        most = Math.min(MOST_CHARACTERS, mostCharacters);
        forget();
    }

    private void forget() {
        while (events.size() > MOST || characters > most) {
            characters -= events.remove().text().length();
        }
    }

    /** An event that nobody has to be told of again: whoever has it goes on after the latest. */
    String text(String type, String data) {
        return "event: " + type + "\nid: " + name + "-" + latest + "\ndata: " + data + "\n\n";
    }

    /** All that came after the event of that id; empty where that cannot be told. */
    Optional<String> after(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equals(name)) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(2));
        long oldest = latest - events.size();
        if (number < oldest || number > latest) {
            return Optional.empty();
        }
        return Optional.of(events.stream()
                .filter(event -> event.number() > number)
                .map(Event::text)
                .collect(Collectors.joining()));
    }
}
