/**
 * Fakes and fixtures shared by the unit tests: a manual clock, a scripted transport, a pool that
 * checks its counts.
 *
 * <p>Only tests use it. Fakes that production code calls from several threads are thread-safe.
 */
@NullMarked
package io.heartwire.testkit;

import org.jspecify.annotations.NullMarked;
