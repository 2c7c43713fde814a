package io.quotagate.tenant;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code quotagate key} does: makes a key and its line of the tenants file, or looks at one that is there. */
public final class KeyCommand {

    /** How it is called. */
    public static final String USAGE = "key [ID] [--scopes quota:read,quota:refresh] [--expires 2027-01-01T00:00:00Z]"
            + ", or: key --check (reads a key from standard input)";

    private static final int LONGEST_KEY = 8_192;

    private final RandomGenerator chance;
    private final Clock clock;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    /** @param out gets the key and its line, or what a look at a key has shown; everything else goes to {@code err} */
    public KeyCommand(RandomGenerator chance, Clock clock, InputStream in, PrintStream out, PrintStream err) {
        this.chance = chance;
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code: 0 where it is done, 1 where a key is not whole, 2 where it is not understood */
    public int run(List<String> arguments) {
        try {
            return arguments.equals(List.of("--check")) ? check() : issue(Wish.of(arguments, clock.instant()));
        } catch (IllegalArgumentException misunderstood) {
            err.println(misunderstood.getMessage());
            err.println("usage: " + USAGE);
            return 2;
        }
    }

    private int issue(Wish wish) {
        IssuedKey key = IssuedKey.draw(chance);
        String digest = ApiKey.digest(key.reveal());
        out.println(key.reveal());
        out.println(wish.line(digest));
        err.println("The key is shown this once; the line below it belongs under the tenant's 'keys'.");
        return 0;
    }

    private int check() {
        String key = read();
        out.println(ApiKey.digest(key));
        if (IssuedKey.isWhole(key)) {
            out.println("the checksum holds");
            return 0;
        }
        out.println(
                IssuedKey.isMeant(key)
                        ? "the checksum does not hold: the key is mistyped or cut"
                        : "not made by this command: there is no checksum to look at");
        return 1;
    }

    /** Without the line break that a terminal sends. */
    private String read() {
        try {
            return new String(in.readNBytes(LONGEST_KEY), StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** What the key is to be called and may do. */
    private record Wish(Optional<String> id, List<Permission> permissions, Optional<Instant> expiresAt) {

        static Wish of(List<String> arguments, Instant now) {
            @Nullable String id = null;
            List<Permission> permissions = List.of(Permission.READ);
            @Nullable Instant expiresAt = null;
            Iterator<String> rest = arguments.iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                switch (argument) {
                    case "--scopes" -> permissions = permissions(value(argument, rest));
                    case "--expires" -> expiresAt = later(value(argument, rest), now);
                    default -> id = id(argument, id);
                }
            }
            return new Wish(Optional.ofNullable(id), permissions, Optional.ofNullable(expiresAt));
        }

        private static String value(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return rest.next();
        }

        private static String id(String text, @Nullable String before) {
            if (before != null || !text.matches(Tenant.ID_PATTERN)) {
                throw new IllegalArgumentException("the one ID must match " + Tenant.ID_PATTERN);
            }
            return text;
        }

        private static List<Permission> permissions(String text) {
            List<Permission> permissions = new ArrayList<>();
            for (String scope : text.split(",", -1)) {
                permissions.add(Permission.of(scope)
                        .orElseThrow(() ->
                                new IllegalArgumentException("--scopes must be of quota:read and quota:refresh")));
            }
            return permissions.stream().distinct().toList();
        }

        private static Instant later(String text, Instant now) {
            try {
                Instant time = Instant.parse(text);
                if (time.isAfter(now)) {
                    return time;
                }
            } catch (DateTimeException malformed) {
                // Complained of below, as is a time that is over.
            }
            throw new IllegalArgumentException("--expires must be a time to come, such as 2027-01-01T00:00:00Z");
        }

        /** For the tenants file; a key without a name is called after its digest. */
        String line(String digest) {
            String name = id.orElseGet(() -> "key-" + digest.substring(0, 8));
            String scopes = permissions.stream().map(Permission::scope).collect(Collectors.joining(", "));
            String end = expiresAt.map(time -> ", expiresAt: " + time).orElse("");
            return "- { id: " + quoted(name) + ", sha256: " + digest + ", scopes: [" + scopes + "]" + end + " }";
        }

        /** YAML takes some words for something else than a text. */
        private static String quoted(String name) {
            return name.matches("(?i)null|true|false|yes|no|on|off|y|n|[0-9].*") ? '"' + name + '"' : name;
        }
    }
}
