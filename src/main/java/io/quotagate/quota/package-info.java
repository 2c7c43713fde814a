/**
 * The words everybody speaks: what is limited, where, how much, and how sure we are of it.
 * Plain values without I/O; nothing of a vendor, of HTTP or of a framework belongs here.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.quota;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
