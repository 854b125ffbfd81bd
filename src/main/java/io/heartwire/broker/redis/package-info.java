/**
 * The engine of many nodes, on Redis: streams, presence, commands and leases.
 *
 * <p>Nobody names it but the producer that picks an engine. Every key of a channel has the channel
 * as its hash tag, so that a cluster keeps them together. Times are those of Redis alone. Callbacks
 * of the client run on its event loops: nothing here blocks them.
 */
@Internal
@NullMarked
package io.heartwire.broker.redis;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
