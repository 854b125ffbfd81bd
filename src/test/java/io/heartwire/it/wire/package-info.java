/** The wire as clients of the field use it: real programs, and a test suite for RFC 6455. */
package io.heartwire.it.wire;
