package io.quotagate.api;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;

/** Who is let in, asked by a connection before anything is done for a request. */
interface Admission {

    /**
     * A request has come to an event loop.
     *
     * @param before what this returned for the connection's last request
     */
    int came(EventExecutor loop, int before);

    /** True where the request is refused, and counted as such. */
    boolean refuses(HttpRequest request);
}
