package io.quotagate.sandbox;

import java.util.HashMap;
import java.util.Map;

/** What a simulated vendor answers. */
record Reply(int status, Map<String, String> headers, String body) {

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "application/json;charset=UTF-8"), body);
    }

    static Reply text(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/plain;charset=UTF-8"), body);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    Reply withBody(String other) {
        return new Reply(status, headers, other);
    }
}
