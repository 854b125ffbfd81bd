/**
 * Says what of the gateway an application may use: public types that are not marked {@code
 * Internal}, neither themselves nor with their package.
 *
 * <p>Every package may use it; it uses none. There is nothing in it that runs.
 */
@Internal
@NullMarked
package io.heartwire.visibility;

import org.jspecify.annotations.NullMarked;
