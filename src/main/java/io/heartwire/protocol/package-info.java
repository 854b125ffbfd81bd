/**
 * What a client protocol is to the rest: one {@link io.heartwire.protocol.Dialogue} per connection.
 *
 * <p>Endpoints drive it; each protocol has a package of its own below. Calls for one connection
 * come one at a time, in the order of the frames.
 */
@NullMarked
package io.heartwire.protocol;

import org.jspecify.annotations.NullMarked;
