/** The servers under load, as processes: started, measured from outside, ended. */
@NullMarked
package io.heartwire.bench.server;

import org.jspecify.annotations.NullMarked;
