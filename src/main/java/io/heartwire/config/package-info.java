/**
 * Typed, checked reading of MicroProfile Config values; the values are in {@code *Config} records
 * beside their users.
 *
 * <p>Every package may use it; it uses no other package. Safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.config;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
