/**
 * Answers a tenant: which connections to ask, what to keep of their answers and for how long, and how to merge them.
 * The only room with cache and time-outs; no vendor, no HTTP and no JSON belongs here.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.aggregation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
