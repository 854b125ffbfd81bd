/**
 * The seam where one machine becomes many: streams of publications, who is present, and the engine
 * in memory that keeps both.
 *
 * <p>Only {@code channel} uses it, and {@code protocol} its values; it uses {@code time} and {@code
 * config}. Safe for use by any thread and nothing blocks; its listener is called for one channel at
 * a time, with no lock held.
 */
@NullMarked
package io.heartwire.broker;

import org.jspecify.annotations.NullMarked;
