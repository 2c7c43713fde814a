/**
 * What people and their tools look at: the page of a tenant, the page to try the API on, and the OpenAPI document of one
 * tenant. Words for states and numbers belong here.
 * No number is made here that the report does not have.
 */
@NullMarked
@CheckReturnValue
package io.quotagate.portal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
