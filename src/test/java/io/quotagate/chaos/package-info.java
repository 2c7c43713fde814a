/**
 * Packaged gateways among vendors that lie, stall and break off, while everything else fails too. What a vendor can do
 * wrong belongs here, and what no answer may look like; what a single failure leads to is tested where it is handled.
 */
@NullMarked
package io.quotagate.chaos;

import org.jspecify.annotations.NullMarked;
