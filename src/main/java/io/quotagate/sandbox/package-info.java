/**
 * Simulated vendors that check what the real ones check, served by the gateway itself over real HTTP, and the dial that
 * makes them misbehave. Written from the vendors' documentation alone; nothing of an adapter is used here, so that
 * adapter and simulation bear witness against each other.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.sandbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
