/** Keeps the pages in step with the gateway: links, settings, commands and examples. */
@NullMarked
package io.heartwire.docs;

import org.jspecify.annotations.NullMarked;
