/**
 * The contract that every vendor's adapter fulfils, and what two or more of them share: connections, calls, exact JSON,
 * sessions. Nothing that only one vendor does, no cache and no merge belongs here.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.provider;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
