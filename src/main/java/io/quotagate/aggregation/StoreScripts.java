package io.quotagate.aggregation;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;

/**
 * What Redis is asked to do. Each is one script over the keys of one connection: one round trip, nobody in between, one
 * node of a cluster. Sent as text each time, so that a Redis that was restarted knows it. What stands under our keys may
 * be anything: a script never fails because of it.
 *
 * @see <a href="https://redis.io/docs/latest/commands/eval/">EVAL</a>
 */
final class StoreScripts {

    /** More than any vendor's answer comes to when it is packed. */
    static final int LARGEST_ENTRY = 4 * 1024 * 1024;

    /** Nothing, or a value and what is left of its lifetime; an empty value for what is no value of ours. */
    private static final String ENTRY = """
            local function entry(key)
              local size = redis.pcall('STRLEN', key)
              if size == 0 then return {} end
              if type(size) ~= 'number' or size > %d then return {'', -1} end
              return {redis.call('GET', key), redis.call('PTTL', key)}
            end
            """.formatted(LARGEST_ENTRY);

    private static final String READ = ENTRY + "return {entry(KEYS[1]), entry(KEYS[2])}";

    /** A claim of this same replica was given up: only one of its fetches is under way. One without end is foreign. */
    private static final String CLAIM = ENTRY + """
            local token, replica, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])
            local holder = redis.pcall('GET', KEYS[3])
            local left = redis.call('PTTL', KEYS[3])
            local ours = type(holder) == 'string' and string.sub(holder, 1, #replica) == replica
            local state = 'THEIRS'
            if ours or left < 0 or left > 2 * lease then
              local set = redis.pcall('SET', KEYS[3], token, 'PX', lease)
              state = set['ok'] and 'MINE' or string.match(set['err'] or '', 'OOM') or 'REFUSED'
            end
            return {state, entry(KEYS[1]), entry(KEYS[2])}
            """;

    /** What took long to get here is kept for less: how much of the claim was left when it was sent tells how long. */
    private static final String PUBLISH = """
            if redis.pcall('GET', KEYS[3]) ~= ARGV[1] then return 'LOST' end
            local late = math.max(0, tonumber(ARGV[8]) - redis.call('PTTL', KEYS[3]))
            local done = 'KEPT'
            local function put(key, value, lifetime)
              local left = value == '' and 0 or tonumber(lifetime) - late
              local reply
              if left <= 0 then
                reply = redis.pcall('DEL', key)
              else
                reply = redis.pcall('SET', key, value, 'PX', left)
              end
              if type(reply) == 'table' and reply['err'] then
                done = string.match(reply['err'], 'OOM') or 'REFUSED'
              end
            end
            if ARGV[2] ~= '' then put(KEYS[1], ARGV[2], ARGV[3]) end
            put(KEYS[2], ARGV[4], ARGV[5])
            put(KEYS[3], '', 0)
            redis.pcall('PUBLISH', ARGV[6], ARGV[7])
            return done
            """;

    private static final String RELEASE = """
            if redis.pcall('GET', KEYS[1]) == ARGV[1] then redis.pcall('DEL', KEYS[1]) end
            return 'RELEASED'
            """;

    /** Negative: it cannot be written. One of this same token was started by it before, and its answer got lost. */
    private static final String COOL_DOWN = """
            local token, length = ARGV[1], tonumber(ARGV[2])
            local left = redis.call('PTTL', KEYS[1])
            if left > 0 and left <= length then
              return redis.pcall('GET', KEYS[1]) == token and 0 or left
            end
            local set = redis.pcall('SET', KEYS[1], token, 'PX', length)
            return set['ok'] and 0 or -1
            """;

    private StoreScripts() {}

    static Request read(StoreKeys keys) {
        return script(READ, keys.snapshot(), keys.failure());
    }

    /** @param replica with what all tokens of this replica begin */
    static Request claim(StoreKeys keys, String token, String replica, Duration lease) {
        return script(CLAIM, keys.snapshot(), keys.failure(), keys.claim())
                .arg(token)
                .arg(replica)
                .arg(lease.toMillis());
    }

    /** A value and how long it is kept; an empty one is not put, and takes away the failure. */
    record Put(byte[] value, Duration lifetime) {

        static final Put NOTHING = new Put(new byte[0], Duration.ZERO);
    }

    /** @param left of the claim, by our clock */
    static Request publish(StoreKeys keys, String token, Put snapshot, Put failure, Duration left, String message) {
        return script(PUBLISH, keys.snapshot(), keys.failure(), keys.claim())
                .arg(token)
                .arg(snapshot.value())
                .arg(snapshot.lifetime().toMillis())
                .arg(failure.value())
                .arg(failure.lifetime().toMillis())
                .arg(StoreKeys.CHANNEL)
                .arg(message)
                .arg(left.toMillis());
    }

    static Request release(StoreKeys keys, String token) {
        return script(RELEASE, keys.claim()).arg(token);
    }

    static Request coolDown(StoreKeys keys, String token, Duration length) {
        return script(COOL_DOWN, keys.cooling()).arg(token).arg(length.toMillis());
    }

    private static Request script(String script, String... keys) {
        Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.length);
        for (String key : keys) {
            request.arg(key);
        }
        return request;
    }
}
