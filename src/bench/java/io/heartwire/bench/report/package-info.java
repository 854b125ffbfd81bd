/** What was measured, and how it is shown. */
@NullMarked
package io.heartwire.bench.report;

import org.jspecify.annotations.NullMarked;
