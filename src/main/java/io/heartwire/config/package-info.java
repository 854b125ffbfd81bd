/**
 * Typed, checked reading of MicroProfile Config values; the values themselves live in a {@code
 * *Config} record beside their user.
 *
 * <p>Every package may use it; it uses none of ours. Reading is safe for any thread.
 */
@NullMarked
package io.heartwire.config;

import org.jspecify.annotations.NullMarked;
