/**
 * Rate limits by token buckets, and memory budgets that many holders share.
 *
 * <p>Every package may use it; it uses {@code config} and {@code time}. A bucket is used by one
 * thread at a time, unless it is created as a shared one.
 */
@Internal
@NullMarked
package io.heartwire.limit;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
