/**
 * Huawei Cloud KooDrive: an organization's storage pools, seats and subscription.
 * What other vendors do too belongs to {@code provider}.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.vendor.koodrive;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
