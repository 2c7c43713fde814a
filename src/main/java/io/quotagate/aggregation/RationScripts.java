package io.quotagate.aggregation;

import io.quotagate.provider.Pace;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.Supplier;

/**
 * The same buckets as in memory, kept by Redis: each step is one script over one key, and time is told by Redis' own
 * clock, the only one that all replicas share. A value says when the bucket is full again, what part of its rate is in
 * force, and since when; microseconds, as numbers in scripts are exact up to 2^53. Whatever else stands there is
 * believed as far as a clock that was set could have brought it about, and not further.
 */
final class RationScripts {

    private static final String REDIS_TIME = """
            local time = redis.pcall('TIME')
            if time['err'] then return {'REFUSED'} end
            local now = time[1] * 1000000 + time[2]
            """;

    private static final String BUCKET = """
            local plain, tolerance = tonumber(ARGV[1]), tonumber(ARGV[2])
            local WHOLE, LOWEST, PER_PERMILLE, SAME, SLOWEST = 1000, 63, 600000, 5000000, 10000000
            local MARGIN = 10000
            local known = redis.pcall('GET', KEYS[1])
            local full, permille, since = string.match(type(known) == 'string' and known or '', '^(%d+) (%d+) (%d+)$')
            full, permille, since = tonumber(full or now), tonumber(permille or WHOLE), tonumber(since or now)
            permille = math.max(LOWEST, math.min(WHOLE, permille))
            local set = since > now
            since = math.min(since, now)
            local function interval()
              local share = math.min(WHOLE, permille + math.floor((now - since) / PER_PERMILLE))
              if share == WHOLE or plain >= SLOWEST then return plain, share end
              return math.min(math.floor(plain * WHOLE / share), SLOWEST), share
            end
            local each, share = interval()
            if share < WHOLE then tolerance = 0 end
            local latest = now + tonumber(ARGV[2]) + each
            set = set or full > latest
            full = math.min(full, latest)
            local function keep()
              local memory = math.max(full, since + (WHOLE - permille) * PER_PERMILLE) - now
              local value = string.format('%.0f %.0f %.0f', full, permille, since)
              local put = redis.pcall('SET', KEYS[1], value, 'PX', math.ceil(memory / 1000) + MARGIN)
              return put['ok'] and 'KEPT' or string.match(put['err'] or '', 'OOM') or 'REFUSED'
            end
            """;

    private static final String TAKE = """
            local base = math.max(full, now)
            local early = now + tolerance - base
            local calls = early < 0 and 0 or math.min(tonumber(ARGV[3]), math.floor(early / each) + 1)
            full = base + calls * each
            local kept = calls == 0 and not set and 'KEPT' or keep()
            local function text(number) return string.format('%.0f', number) end
            return {kept, calls, text(math.max(0, full - tolerance - now)), text(each), text(full - now)}
            """;

    private static final String LATE = """
            full = math.max(full, now + each)
            return {keep()}
            """;

    private static final String THROTTLED = """
            if permille < WHOLE and now - since < SAME then return {'KEPT'} end
            permille = math.max(LOWEST, math.floor(share / 2))
            since = now
            full = math.max(full, now + interval())
            return {keep()}
            """;

    private final Supplier<String> clock;

    RationScripts() {
        this(() -> REDIS_TIME);
    }

    /** @param clock sets {@code now}, in microseconds */
    RationScripts(Supplier<String> clock) {
        this.clock = clock;
    }

    /** Answered with what became of it, how many there were, and microseconds: until the next one, to the one after, and until it is full. */
    Request take(String key, Pace pace, int wanted) {
        return script(TAKE, key, pace).arg(wanted);
    }

    Request late(String key, Pace pace) {
        return script(LATE, key, pace);
    }

    Request throttled(String key, Pace pace) {
        return script(THROTTLED, key, pace);
    }

    private Request script(String step, String key, Pace pace) {
        return Request.cmd(Command.EVAL)
                .arg(clock.get() + BUCKET + step)
                .arg(1)
                .arg(StoreKeys.ration(key))
                // Rounded up: never more than the rate.
                .arg((pace.intervalNanos() + 999) / 1_000)
                .arg(pace.toleranceNanos() / 1_000);
    }
}
