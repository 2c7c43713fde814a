/**
 * UCloud US3 (UFile): prepaid balances of storage time, download traffic and requests, region by region.
 * What other vendors do too belongs to {@code provider}.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.vendor.ufile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
