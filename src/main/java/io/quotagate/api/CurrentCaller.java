package io.quotagate.api;

import io.quotagate.tenant.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who asks in this request. */
@RequestScoped
class CurrentCaller {

    private @Nullable Caller caller;

    void is(Caller authenticated) {
        caller = authenticated;
    }

    /** The caller; a request that nobody authenticated ends here, whichever way it came. */
    Caller get() {
        if (caller == null) {
            throw ProblemException.unauthenticated();
        }
        return caller;
    }
}
