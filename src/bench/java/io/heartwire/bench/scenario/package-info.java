/** The kinds of load; each is one class. */
@NullMarked
package io.heartwire.bench.scenario;

import org.jspecify.annotations.NullMarked;
