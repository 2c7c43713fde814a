/** What people and their tools look at: the portal page and the document of one tenant. No numbers are made here. */
@NullMarked
@CheckReturnValue
package io.quotagate.portal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
