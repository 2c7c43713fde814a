/**
 * HTTP in, HTTP out: callers, queries, the public JSON, problems and status codes.
 * No decision about vendors, freshness or merging belongs here.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
