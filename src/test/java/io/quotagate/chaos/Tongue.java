package io.quotagate.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How one vendor speaks: whom it knows, and how it says numbers and refusals. */
interface Tongue {

    /** What a call is about. */
    enum Kind {
        DATA,
        LOGIN,
        LOGOUT
    }

    /** @param part of what the account is asked for; empty for what is no data */
    record Call(Account account, Kind kind, String part) {

        static Call data(Account account, String part) {
            return new Call(account, Kind.DATA, part);
        }
    }

    /** A way not to answer. */
    enum Refusal {
        THROTTLED,
        FAULT,
        UNAVAILABLE,
        /** A session, token or key that is no longer taken. */
        EXPIRED,
        FORBIDDEN
    }

    /** An answer without its transport. */
    record Reply(int status, String body, Map<String, String> headers) {

        static Reply of(int status, String body) {
            return new Reply(status, body, Map.of());
        }

        static Reply later(int status, String body) {
            return new Reply(status, body, Map.of("Retry-After", "2"));
        }
    }

    /** Empty where the credential is not, or no longer, one that is known. */
    Optional<Call> hear(Request request);

    /** The JSON of an answer to such a call, its numbers taken from there, and noted there. */
    String numbers(Call call, Numbers numbers);

    /** What a login or a logout is answered. */
    default String greeting(Call call) {
        return "{}";
    }

    /** From now on the account has to log in again, where this vendor knows logins. */
    default void forget(Account account) {}

    /** @param words of the vendor's own, which nobody else may see */
    Reply refusal(Refusal refusal, Kind kind, String words);

    /** The same answer with an error in it, under a status that says success. */
    String withError(String json, String words);

    /** Where a whole number stands that must be there and must not be negative: group 1 ends right before it. */
    Pattern count();

    /** The answer with an impossible negative number. */
    default String negative(String json) {
        return replaced(json, "-5");
    }

    /** The answer with another text in place of its first count. */
    default String replaced(String json, String count) {
        return count().matcher(json).replaceFirst("$1" + count);
    }
}
