/**
 * What the application that the gateway is part of gets of it: filters and servlets, their paths
 * and their order.
 *
 * <p>Nobody may use it; it names the classes of others and does nothing else. The container calls
 * it once at each start.
 */
@Internal
@NullMarked
package io.heartwire.web;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
