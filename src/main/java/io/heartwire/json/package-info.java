/**
 * Reads and writes JSON with limits; payloads pass through byte for byte.
 *
 * <p>Packages that read or write JSON use it; it uses no other package. A reader or writer belongs
 * to one thread; static methods are safe for use by any thread.
 */
@Internal
@NullMarked
package io.heartwire.json;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
