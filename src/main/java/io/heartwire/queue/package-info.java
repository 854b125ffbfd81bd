/**
 * Queues: each message goes to one consumer, which acknowledges it, or it goes to another.
 *
 * <p>Protocols, the server API and beans of the application use it; it uses {@code broker}, whose
 * {@code QueueStore} keeps the messages, and {@code hook}. Safe for use by any thread. Nothing
 * blocks; receivers are called with no lock held.
 */
@NullMarked
package io.heartwire.queue;

import org.jspecify.annotations.NullMarked;
