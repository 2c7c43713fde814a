package io.quotagate.sandbox;

import java.util.Set;

/** A vendor played from its documentation: right answers to right calls, and its own refusals to all others. */
interface SimulatedVendor {

    /** The id of the provider that calls this vendor, e.g. {@code koodrive}. */
    String provider();

    /** The kinds of calls that this vendor has. */
    Set<Call> calls();

    /** Of which kind a call is. */
    Call call(Request request);

    /** The vendor's answer; it depends on the request and on the sessions issued before, on nothing else. */
    Reply answer(Request request);

    /** How this vendor says that it is out of order. */
    Reply unavailable(Request request);

    /** How this vendor asks for fewer calls, but for {@code Retry-After}. */
    Reply throttled(Request request);

    /** How this vendor refuses a credential. */
    Reply unauthorized(Request request);

    /** A well-formed answer that this vendor's documentation rules out. */
    Reply wrong(Request request);
}
