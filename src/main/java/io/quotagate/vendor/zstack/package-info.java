/**
 * ZStack Cloud: the quotas of an IAM2 organization, on premises.
 * What other vendors do too belongs to {@code provider}.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.vendor.zstack;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
