/** How clients speak with each server, and the list of who is measured. */
@NullMarked
package io.heartwire.bench.dialect;

import org.jspecify.annotations.NullMarked;
