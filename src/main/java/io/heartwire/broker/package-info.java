/**
 * The interface behind which one node becomes many: streams of publications, presence, queues, and
 * commands for all nodes.
 *
 * <p>{@code channel}, {@code queue}, {@code hub} and {@code api} use it, others its values; it uses
 * {@code json}, {@code time} and {@code config}. Safe for use by any thread. Nothing blocks. The
 * listener of publications is called once at a time for each channel, with no lock held.
 */
@NullMarked
package io.heartwire.broker;

import org.jspecify.annotations.NullMarked;
