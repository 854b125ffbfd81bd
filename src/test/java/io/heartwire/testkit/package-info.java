/**
 * Fakes and fixtures shared by the unit tests: a clock that stands still, a wire that does as it is
 * told, a pool that checks its books.
 *
 * <p>Only tests use it. Fakes that production code calls from several threads are safe for that.
 */
@NullMarked
package io.heartwire.testkit;

import org.jspecify.annotations.NullMarked;
