/**
 * Reading and writing of JSON with limits, payloads passed through byte for byte.
 *
 * <p>{@code protocol} and {@code api} use it; it uses {@code broker}'s data. Readers and writers
 * belong to one thread; the functions are safe for any.
 */
@NullMarked
package io.heartwire.json;

import org.jspecify.annotations.NullMarked;
