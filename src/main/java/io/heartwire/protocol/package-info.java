/**
 * The interface of client protocols: one {@link io.heartwire.protocol.Dialogue} per connection.
 *
 * <p>Endpoints call it; each protocol has a subpackage. Calls for one connection come one at a
 * time, in the order of the frames.
 */
@Internal
@NullMarked
package io.heartwire.protocol;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
