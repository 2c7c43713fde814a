/**
 * Who the customers are, which connections they own, and which callers may speak for them; read from the tenants file.
 * Nothing of a request or of a vendor's API belongs here.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.tenant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
