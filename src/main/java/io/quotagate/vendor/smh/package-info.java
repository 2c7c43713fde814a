/**
 * Tencent Cloud Smart Media Hosting: the storage of a media library's spaces.
 * What other vendors do too belongs to {@code provider}.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.vendor.smh;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
