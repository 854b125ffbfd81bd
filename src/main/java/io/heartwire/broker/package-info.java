/**
 * The interface behind which one node becomes many: streams of publications, and presence.
 *
 * <p>Only {@code channel} uses it, and {@code protocol} uses its values; it uses {@code json},
 * {@code time} and {@code config}. Safe for use by any thread. Nothing blocks. The listener is
 * called once at a time for each channel, with no lock held.
 */
@NullMarked
package io.heartwire.broker;

import org.jspecify.annotations.NullMarked;
