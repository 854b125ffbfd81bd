/**
 * The operations console: signs people in, shows them what this node and the others do, and lets
 * operators act. The page itself is files below {@code META-INF/pages}.
 *
 * <p>Nobody but {@code web} may use it; it looks at everything that has figures. Any thread of the
 * container calls it, and none waits.
 */
@Internal
@NullMarked
package io.heartwire.console;

import io.heartwire.visibility.Internal;
import org.jspecify.annotations.NullMarked;
