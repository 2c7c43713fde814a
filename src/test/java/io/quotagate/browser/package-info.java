/** People in front of the gateway's pages: a real browser, and the packaged gateway. */
@NullMarked
package io.quotagate.browser;

import org.jspecify.annotations.NullMarked;
