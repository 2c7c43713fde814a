/**
 * Starts the gateway. Everything else lives in the rooms below.
 */
@NullMarked
@CheckReturnValue
package io.quotagate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
