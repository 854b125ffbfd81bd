/**
 * The clients: connections, frames, what they send and receive. One receiving thread, one sending.
 */
@NullMarked
package io.heartwire.bench.load;

import org.jspecify.annotations.NullMarked;
